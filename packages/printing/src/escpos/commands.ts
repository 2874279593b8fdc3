/** Commands that a driver speaks beside the document; names as in Epson's ESC/POS reference. */
export const DLE = 0x10;
const EOT = 0x04;
export const ESC = 0x1b;
export const FS = 0x1c;
export const GS = 0x1d;

/** `GS a 255`: the printer pushes its four status bytes now and at every change. */
export const STATUS_BACK_ON = Uint8Array.of(GS, 0x61, 0xff);

/** `GS r 1`: answered with one byte when everything before it has been taken from the buffer; not at paper end. */
export const ASK_CONSUMED = Uint8Array.of(GS, 0x72, 0x01);

/** `GS ( D` function 20: no drawer pulse, no power-off by real-time commands until the next `ESC @`. */
export const DISABLE_REALTIME = Uint8Array.of(GS, 0x28, 0x44, 5, 0, 0x14, 1, 0, 2, 0);

/** `DLE EOT n`: the printer's state at this moment, also while it is offline. 2: why offline, 4: paper. */
export function askNow(n: 1 | 2 | 3 | 4): Uint8Array {
  return Uint8Array.of(DLE, EOT, n);
}

/**
 * `GS ( H` function 48: the printer answers `37 22 id 00` when what precedes has been printed. `id` is four
 * characters of 0x20–0x7E.
 */
export function askPrinted(id: string): Uint8Array {
  return Uint8Array.of(GS, 0x28, 0x48, 6, 0, 0x30, 0x30, ...Array.from(id, (c) => c.charCodeAt(0)));
}

/** Bytes as a string of the same code units, the form in which ReceiptLine handles commands. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
