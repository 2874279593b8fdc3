import receiptline from 'receiptline';
import type { BaseCommand } from 'receiptline';
import { DISABLE_REALTIME, ESC, latin1, STATUS_BACK_ON } from '../escpos/commands.ts';

/**
 * `escpos`: Epson and those that follow it. `generic`: clones that know only the oldest commands. `star`: Star's own
 * mode with Chinese characters; such a printer answers none of ESC/POS's questions, so its driver must ask none.
 */
export type CommandSet = 'escpos' | 'generic' | 'star';

const STATUS_BACK_OFF = '\x1da\x00';

/**
 * ReceiptLine's command set with its conversation taken out: it would switch automatic status off and end with a
 * `GS r` of its own, while the driver decides what is asked. Its `ESC @` ends automatic status as well (Epson's
 * reference for `GS a`), so that the status is switched on again right behind it.
 */
export function commandSet(name: CommandSet): BaseCommand {
  const original = receiptline.commands[name === 'star' ? 'starmbcs2' : name];
  const set: BaseCommand = {
    ...original,
    open(printer) {
      return original.open.call(this, printer).replace(STATUS_BACK_OFF, latin1(STATUS_BACK_ON));
    },
    close() {
      return this['cutting'] === true ? this.cut() : '';
    },
  };
  if (name !== 'escpos') return set;
  // Raster bytes can spell DLE DC4, which printers execute on arrival: kick the drawer, power off.
  const quiet = latin1(DISABLE_REALTIME);
  return {
    ...set,
    image(image: string) {
      // Zeros: "where the line stands", as without these four arguments, which its types demand.
      return quiet + original.image.call(this, image, 0, 0, 0, 0);
    },
    qrcode(symbol, encoding) {
      return quiet + original.qrcode.call(this, symbol, encoding);
    },
  };
}

/** A pulse on the drawer's connector: `ESC p 0` for 50 ms; in Star's mode `BEL` after its `ESC BEL` pulse widths. */
export function openDrawer(name: CommandSet): Uint8Array {
  return name === 'star' ? Uint8Array.of(ESC, 0x07, 5, 5, 0x07) : Uint8Array.of(ESC, 0x70, 0, 25, 125);
}
