import { parseArgs } from 'node:util';

/** What the command line of `posthouse printer` says. */
export interface PrinterOptions {
  readonly help: boolean;
  readonly host: string;
  /** undefined: 9100, or a free one. */
  readonly port: number | undefined;
  /** undefined: 9180, or a free one. */
  readonly pagePort: number | undefined;
  readonly widthMm: number;
  readonly papers: number;
}

/** Parses the arguments behind `posthouse printer`; a string is the name of the argument that is wrong. */
export function parsePrinterOptions(args: readonly string[]): PrinterOptions | string {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string' },
        'page-port': { type: 'string' },
        width: { type: 'string', default: '80' },
        papers: { type: 'string', default: '50' },
      },
    }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const port = whole(values.port, 0, 65_535);
  const pagePort = whole(values['page-port'], 0, 65_535);
  const widthMm = whole(values.width, 40, 120);
  const papers = whole(values.papers, 1, 1_000);
  if (port === null) return '--port 0-65535';
  if (pagePort === null) return '--page-port 0-65535';
  if (widthMm === null || widthMm === undefined) return '--width 40-120 (mm)';
  if (papers === null || papers === undefined) return '--papers 1-1000';
  return { help: values.help, host: values.host, port, pagePort, widthMm, papers };
}

function whole(text: string | undefined, least: number, most: number): number | null | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}
