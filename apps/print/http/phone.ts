import type { Call } from '@posthouse/kernel';
import { masked } from '../store/shapes.ts';

/** Whether the caller may see customers' numbers. */
export function maySeePhones({ kernel, principal }: Call): Promise<boolean> {
  return kernel.auth.may(principal, 'print.order.phone');
}

/** An order as the caller may see it. */
export async function forCaller<T extends { readonly customer_phone: string | null }>(
  order: T,
  call: Call,
): Promise<T> {
  return order.customer_phone === null || (await maySeePhones(call)) ? order : masked(order);
}
