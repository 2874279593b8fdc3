import type { Id, Ms } from '@posthouse/kernel';
import type { Sheet } from './sheet.ts';
import { sheetSvg } from './sheet-svg.ts';
import { sheetText } from './sheet-text.ts';

/** One paper of a virtual printer; its picture is drawn when it is first looked at. */
export class Paper {
  readonly id: Id;
  readonly at: Ms;
  readonly text: string;
  /** false: it still hangs in the slot, because its connection ended before a cut. */
  readonly cut: boolean;
  readonly widthMm: number;
  readonly sheet: Sheet;
  #svg: string | null = null;

  constructor(id: Id, at: Ms, widthMm: number, sheet: Sheet) {
    this.id = id;
    this.at = at;
    this.widthMm = widthMm;
    this.cut = sheet.cut;
    this.text = sheetText(sheet);
    this.sheet = sheet;
  }

  /** Drawn on the thread that calls: a hub asks its renderer instead. */
  get svg(): string {
    this.#svg ??= sheetSvg(this.sheet, this.widthMm);
    return this.#svg;
  }
}
