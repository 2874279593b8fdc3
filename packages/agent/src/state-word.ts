import type { DriverState } from '@posthouse/printing';

/** A printer's state in one word: `ready`, `paper-low`, `paper-out`, `cover-open`, `error`, `offline`, `unreachable`. */
export function stateWord({ link, status, trouble }: DriverState): string {
  if (trouble !== null) return trouble;
  if (link === 'unreachable') return link;
  return status?.paper === 'low' ? 'paper-low' : 'ready';
}
