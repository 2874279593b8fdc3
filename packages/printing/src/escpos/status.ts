/** What a printer says about itself. */
export interface PrinterStatus {
  readonly online: boolean;
  readonly cover: 'closed' | 'open';
  readonly paper: 'ok' | 'low' | 'out';
  /** Cutter, head or mechanics. */
  readonly error: boolean;
}

/** Why it will not print now. */
export type Trouble = 'paper-out' | 'cover-open' | 'error' | 'offline';

/** The most telling trouble of a status, or null when it prints. */
export function troubleOf(status: PrinterStatus): Trouble | null {
  if (status.paper === 'out') return 'paper-out';
  if (status.cover === 'open') return 'cover-open';
  if (status.error) return 'error';
  return status.online ? null : 'offline';
}

/** The four bytes of automatic status (`GS a`): offline and cover, errors, paper, reserved. */
export function decodeAutomatic(a: number, b: number, c: number): PrinterStatus {
  return {
    online: (a & 0x08) === 0,
    cover: (a & 0x20) === 0 ? 'closed' : 'open',
    paper: (c & 0x0c) !== 0 ? 'out' : (c & 0x03) !== 0 ? 'low' : 'ok',
    error: (b & 0x6c) !== 0,
  };
}

export function encodeAutomatic(status: PrinterStatus): Uint8Array {
  return Uint8Array.of(
    0x10 | (status.online ? 0 : 0x08) | (status.cover === 'open' ? 0x20 : 0),
    status.error ? 0x20 : 0,
    paperBits(status),
    0,
  );
}

/** The reply to `GS r 1`: the paper bits of the automatic status. */
export function encodePaperSensor(status: PrinterStatus): number {
  return paperBits(status);
}

function paperBits(status: PrinterStatus): number {
  return status.paper === 'out' ? 0x0f : status.paper === 'low' ? 0x03 : 0;
}

/** Joins the replies to `DLE EOT 2` (why offline) and `DLE EOT 4` (paper). */
export function decodeNow(offlineCause: number, paper: number): PrinterStatus {
  const out = (offlineCause & 0x20) !== 0 || (paper & 0x60) !== 0;
  const open = (offlineCause & 0x04) !== 0;
  const error = (offlineCause & 0x40) !== 0;
  return {
    online: !out && !open && !error,
    cover: open ? 'open' : 'closed',
    paper: out ? 'out' : (paper & 0x0c) !== 0 ? 'low' : 'ok',
    error,
  };
}

/** The reply to `DLE EOT n`, n = 1 (printer), 2 (why offline), 3 (errors), 4 (paper); bits 1 and 4 are always set. */
export function encodeNow(n: number, status: PrinterStatus): number {
  const out = status.paper === 'out';
  switch (n) {
    case 1:
      return 0x12 | (status.online ? 0 : 0x08);
    case 2:
      return 0x12 | (status.cover === 'open' ? 0x04 : 0) | (out ? 0x20 : 0) | (status.error ? 0x40 : 0);
    case 3:
      return 0x12 | (status.error ? 0x20 : 0);
    default:
      return 0x12 | (out ? 0x6c : status.paper === 'low' ? 0x0c : 0);
  }
}
