import { stateWord } from '../driver/report.ts';
import { troubleOf } from '../escpos/status.ts';
import type { PrinterStatus } from '../escpos/status.ts';

/** What is wrong with a virtual printer, for tests and demonstrations. */
export interface Faults {
  readonly paper: 'ok' | 'low' | 'out';
  readonly cover: 'closed' | 'open';
  /** A stuck cutter. */
  readonly error: boolean;
  /** Connections are accepted, nothing is read or answered. */
  readonly hang: boolean;
  /** Everything is printed, nothing is answered, like a bare TCP listener. */
  readonly silent: boolean;
  /** `buffer`: `GS r` alone is answered; `none`: status only. */
  readonly confirmation: 'all' | 'buffer' | 'none';
  /** Each connection is dropped after that many bytes. */
  readonly dropAfterBytes: number | null;
  /** The power goes after that many more bytes: connections break and what was not printed yet is lost. */
  readonly dieAfterBytes: number | null;
  /** Without power: nothing is accepted. */
  readonly dead: boolean;
  /** It confirms what it is asked to confirm, and puts nothing on paper. */
  readonly lie: boolean;
  /** The paper runs out after that many more line feeds. */
  readonly outAfterLines: number | null;
}

export const NO_FAULTS: Faults = {
  paper: 'ok',
  cover: 'closed',
  error: false,
  hang: false,
  silent: false,
  confirmation: 'all',
  dropAfterBytes: null,
  dieAfterBytes: null,
  dead: false,
  lie: false,
  outAfterLines: null,
};

/** What a printer with these faults says of itself. */
export function statusOf(faults: Faults): PrinterStatus {
  const status: PrinterStatus = {
    online: true,
    cover: faults.cover,
    paper: faults.paper,
    error: faults.error,
  };
  return { ...status, online: troubleOf(status) === null };
}

/** Its state as its driver words it; `unreachable`: it answers nobody. */
export function wordOf(faults: Faults): string {
  if (faults.dead || faults.hang) return 'unreachable';
  const status = statusOf(faults);
  return stateWord({ link: 'open', status, trouble: troubleOf(status) });
}
