import { parseArgs } from 'node:util';
import { parsePrinterUrl, type PrinterUrl } from '@posthouse/printing';
import type { Text } from '@posthouse/protocol';

/** What the command line and the environment of `posthouse agent` say. */
export interface AgentSettings {
  readonly hub: string;
  readonly token: string | undefined;
  readonly printers: ReadonlyMap<string, PrinterUrl>;
  readonly folder: string;
  readonly ahead: number;
}

type Env = Readonly<Record<string, string | undefined>>;

const FOLDER = 'posthouse-agent';
const AHEAD = '4';
const MOST_PRINTERS = 32;

/** The settings, `help`, or every mistake at once. */
export function parseAgentOptions(
  args: readonly string[],
  env: Env,
): AgentSettings | 'help' | readonly Text[] {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        hub: { type: 'string' },
        token: { type: 'string' },
        printer: { type: 'string', multiple: true },
        data: { type: 'string' },
        ahead: { type: 'string' },
        lang: { type: 'string' },
      },
    }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [{ zh: why, en: why }];
  }
  if (values.help) return 'help';
  const faults: Text[] = [];
  const hub = hubUrl(values.hub ?? env['POSTHOUSE_AGENT_HUB'] ?? '');
  if (hub === null)
    faults.push({ zh: '--hub 应形如 ws://10.0.0.2:5000', en: '--hub is like ws://10.0.0.2:5000' });
  const given = values.printer ?? (env['POSTHOUSE_AGENT_PRINTERS'] ?? '').split(/\s+/).filter(Boolean);
  const printers = readPrinters(given, faults);
  const ahead = values.ahead ?? env['POSTHOUSE_AGENT_AHEAD'] ?? AHEAD;
  if (!/^([1-9]|[1-9]\d|100)$/.test(ahead))
    faults.push({ zh: '--ahead 应为 1–100', en: '--ahead is 1 to 100' });
  if (faults.length > 0) return faults;
  return {
    hub: hub ?? '',
    // The environment is not shown in the list of processes; the command line is.
    token: values.token ?? env['POSTHOUSE_AGENT_TOKEN'],
    printers,
    folder: values.data ?? env['POSTHOUSE_AGENT_DATA'] ?? FOLDER,
    ahead: Number(ahead),
  };
}

/** `/ws` is added where no path is given. */
function hubUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if ((url.protocol !== 'ws:' && url.protocol !== 'wss:') || url.hash !== '') return null;
  if (url.pathname === '/') url.pathname = '/ws';
  return url.href;
}

function readPrinters(given: readonly string[], faults: Text[]): ReadonlyMap<string, PrinterUrl> {
  const printers = new Map<string, PrinterUrl>();
  for (const text of given) {
    const [, id = '', address = ''] = /^([1-9]\d{0,14})=(.+)$/s.exec(text) ?? [];
    const url = parsePrinterUrl(address);
    if (url === null) {
      faults.push({
        zh: `--printer ${text} 应形如 3=tcp://192.168.1.50:9100、3=file:///dev/usb/lp0、3=cups://queue 或 3=stdout:`,
        en: `--printer ${text} is like 3=tcp://192.168.1.50:9100, 3=file:///dev/usb/lp0, 3=cups://queue or 3=stdout:`,
      });
    } else if (printers.has(id)) {
      faults.push({ zh: `打印机 ${id} 写了两次`, en: `printer ${id} is there twice` });
    } else printers.set(id, url);
  }
  if (given.length === 0)
    faults.push({ zh: '至少要有一个 --printer', en: 'there must be one --printer at least' });
  if (given.length > MOST_PRINTERS) {
    faults.push({ zh: `最多 ${MOST_PRINTERS} 台打印机`, en: `${MOST_PRINTERS} printers at most` });
  }
  return printers;
}
