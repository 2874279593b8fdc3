import type { CommandSet } from '../receipt/command-set.ts';
import type { Confirmation } from './outcome.ts';

/** Where a printer is, and what is special about it. */
export interface PrinterUrl {
  readonly to:
    | { readonly by: 'tcp'; readonly host: string; readonly port: number }
    | { readonly by: 'file'; readonly path: string }
    | { readonly by: 'cups'; readonly queue: string }
    | { readonly by: 'stdout' };
  /** What a person says that it confirms; found out by itself when absent. TCP only. */
  readonly confirm?: Confirmation;
  /** Overrides what the hub says of it. */
  readonly commandSet?: CommandSet;
}

const CONFIRMATIONS: readonly string[] = ['auto', 'process-id', 'buffer', 'none'] satisfies Confirmation[];
const COMMAND_SETS: readonly string[] = ['escpos', 'generic', 'star'] satisfies CommandSet[];
const RAW_PORT = 9100;

/**
 * Reads `tcp://host:9100`, `file:///dev/usb/lp0`, `cups://queue` or `stdout:`, each with `?confirm=` and `?commands=`
 * behind it. null: it is none of these.
 */
export function parsePrinterUrl(text: string): PrinterUrl | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const to = placeOf(url);
  const known = [...url.searchParams.keys()].every((name) => name === 'confirm' || name === 'commands');
  const confirm = url.searchParams.get('confirm');
  const commands = url.searchParams.get('commands');
  if (to === null || !known || url.username !== '' || url.hash !== '') return null;
  if (confirm !== null && (to.by !== 'tcp' || !CONFIRMATIONS.includes(confirm))) return null;
  if (commands !== null && !COMMAND_SETS.includes(commands)) return null;
  return {
    to,
    ...(confirm !== null && { confirm: confirm as Confirmation }),
    ...(commands !== null && { commandSet: commands as CommandSet }),
  };
}

/** Empty where a percent sign stands before no two hex digits. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function placeOf({ protocol, hostname, port, pathname, host }: URL): PrinterUrl['to'] | null {
  const bare = pathname === '' || pathname === '/';
  switch (protocol) {
    case 'tcp:': {
      const address = hostname.replace(/^\[(.*)\]$/, '$1');
      return bare && address !== '' ? { by: 'tcp', host: address, port: Number(port || RAW_PORT) } : null;
    }
    case 'file:': {
      // `file:///C:/x` is `C:/x`; two backslashes of a Windows device come as a host.
      const path = decoded(pathname).replace(/^\/(?=[A-Za-z]:)/, '');
      return host === '' && path.length > 1 ? { by: 'file', path } : null;
    }
    case 'cups:': {
      const queue = decoded(host);
      // A name that begins with a dash would be an option of `lp`.
      return bare && /^[^\s/#-][^\s/#]{0,126}$/u.test(queue) ? { by: 'cups', queue } : null;
    }
    case 'stdout:':
      return bare && host === '' ? { by: 'stdout' } : null;
    default:
      return null;
  }
}
