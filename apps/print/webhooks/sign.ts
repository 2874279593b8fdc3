import { createHmac } from 'node:crypto';
import type { Ms } from '@posthouse/kernel';

/**
 * The header `posthouse-signature`: `t=<milliseconds>,v1=<hex>`, an HMAC-SHA256 of `<t>.<body>` by the receiver's
 * secret. The time is signed too, so that an old message cannot be sent again later.
 */
export function signature(secret: string, at: Ms, body: string): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}
