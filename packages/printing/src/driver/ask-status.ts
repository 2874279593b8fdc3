import type { Ms } from '@posthouse/kernel';
import { askNow, STATUS_BACK_ON } from '../escpos/commands.ts';
import { decodeNow } from '../escpos/status.ts';
import type { Link } from './link.ts';

const QUESTION = Buffer.concat([STATUS_BACK_ON, askNow(2), askNow(4)]);

/**
 * Switches automatic status on and asks how the printer is. `DLE EOT` goes with it (never inside a job), because a
 * printer that is offline leaves `GS a` in its buffer and some clones do not know it; the first answer counts.
 * False when the printer says nothing within `wait`.
 */
export async function askStatus(link: Link, wait: Ms): Promise<boolean> {
  link.status = null;
  link.now = [];
  if (!(await link.write(QUESTION))) return false;
  await link.until(() => link.status !== null || link.now.length >= 2, wait);
  const [cause, paper] = link.now;
  if (cause !== undefined && paper !== undefined) link.status ??= decodeNow(cause, paper);
  return link.status !== null;
}
