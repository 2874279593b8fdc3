import { latin1 } from '../escpos/commands.ts';
import type { Token } from './command-parser.ts';
import { decodeText } from './decode-text.ts';
import { GraphicsStore, rasterOf } from './graphics.ts';
import type { Bitmap, Sheet, Symbol2d } from './sheet.ts';
import { barcodeOf, SymbolStore, symbolSize } from './symbols.ts';
import { Typesetter } from './typesetter.ts';

/** What a document makes the printer do besides printing. */
export type Action =
  | { readonly is: 'sheet'; readonly sheet: Sheet }
  | { readonly is: 'drawer' }
  | { readonly is: 'status-back'; readonly on: boolean }
  | { readonly is: 'ask-consumed' }
  | { readonly is: 'ask-printed'; readonly id: string }
  /** `GS I`: its maker (66) or its model (67), as programs ask that choose their commands by it. */
  | { readonly is: 'ask-name'; readonly what: 'maker' | 'model' };

/** Executes tokens of one connection on its paper. Unknown commands are passed over. */
export class Interpreter {
  #type: Typesetter;
  #graphics = new GraphicsStore();
  #symbols = new SymbolStore();
  #chinese = true;
  #explicit = false;
  #page = 0;
  #bar = { height: 162, width: 3, caption: false };

  /** `width`: dots across the printable area. */
  constructor(width: number) {
    this.#type = new Typesetter(width);
  }

  run(token: Token): Action[] {
    switch (token.is) {
      case 'text': {
        const mode = { chinese: this.#chinese, explicit: this.#explicit, page: this.#page };
        const { text, narrow } = decodeText(token.bytes, mode);
        this.#type.text(text, narrow);
        break;
      }
      case 'control':
        this.#control(token.byte);
        break;
      case 'command': {
        const action = this.#command(token.name, token.bytes);
        if (action) return [action];
        break;
      }
      case 'oversized':
        break;
    }
    return this.#type.full ? this.end(true) : [];
  }

  /** Ends the sheet: by a cut, or because the stream is over. */
  end(cut: boolean): Action[] {
    const sheet = this.#type.take(cut);
    return sheet ? [{ is: 'sheet', sheet }] : [];
  }

  #control(byte: number): void {
    if (byte === 0x0a) this.#type.feedLine();
    else if (byte === 0x09) this.#type.tab();
  }

  #command(name: string, bytes: Uint8Array): Action | null {
    const a = bytes[2] ?? 0;
    const b = bytes[3] ?? 0;
    const type = this.#type;
    const style = type.style;
    switch (name) {
      case 'ESC @':
        type.reset();
        this.#chinese = true;
        this.#explicit = false;
        this.#page = 0;
        this.#bar = { height: 162, width: 3, caption: false };
        return { is: 'status-back', on: false };
      case 'ESC !':
        type.style = {
          ...style,
          bold: (a & 0x08) !== 0,
          underline: (a & 0x80) !== 0,
          wide: (a & 0x20) !== 0 ? 2 : 1,
          high: (a & 0x10) !== 0 ? 2 : 1,
        };
        return null;
      case 'GS !':
        type.style = { ...style, wide: ((a >> 4) & 7) + 1, high: (a & 7) + 1 };
        return null;
      case 'FS !':
        type.style = {
          ...style,
          underline: (a & 0x80) !== 0,
          wide: (a & 0x04) !== 0 ? 2 : 1,
          high: (a & 0x08) !== 0 ? 2 : 1,
        };
        return null;
      case 'ESC E':
      case 'ESC G':
        type.style = { ...style, bold: (a & 1) === 1 };
        return null;
      case 'ESC -':
      case 'FS -':
        type.style = { ...style, underline: (a & 3) !== 0 };
        return null;
      case 'GS B':
        type.style = { ...style, inverted: (a & 1) === 1 };
        return null;
      case 'ESC a':
        type.align = (a & 3) % 3;
        return null;
      case 'ESC $':
        type.moveTo(a + b * 256);
        return null;
      case 'ESC \\':
        type.moveBy(((a + b * 256) << 16) >> 16);
        return null;
      case 'GS L':
        type.left = a + b * 256;
        return null;
      case 'GS W':
        type.area = a + b * 256;
        return null;
      case 'ESC 2':
        type.defaultSpacing();
        return null;
      case 'ESC 3':
        type.spacing = a;
        return null;
      case 'ESC J':
        type.feedDots(a);
        return null;
      case 'ESC d':
        for (let line = 0; line < a; line++) type.feedLine();
        return null;
      case 'ESC t':
        this.#page = a;
        return null;
      case 'FS &':
      case 'FS .':
        this.#chinese = name === 'FS &';
        this.#explicit = true;
        return null;
      case 'ESC i':
      case 'ESC m':
      case 'GS V':
        return this.end(true)[0] ?? null;
      case 'ESC p':
        return { is: 'drawer' };
      case 'GS a':
        return { is: 'status-back', on: a !== 0 };
      case 'GS r':
        return a === 1 || a === 49 ? { is: 'ask-consumed' } : null;
      case 'GS I':
        return a === 66 || a === 67 ? { is: 'ask-name', what: a === 66 ? 'maker' : 'model' } : null;
      case 'GS (':
        return this.#function(String.fromCharCode(a), bytes.subarray(5));
      default:
        this.#draw(name, bytes, a);
        return null;
    }
  }

  /** `GS ( X`: confirmation, graphics and symbols. */
  #function(letter: string, body: Uint8Array): Action | null {
    if (letter === 'H' && body[0] === 48 && body[1] === 48 && body.length === 6) {
      return { is: 'ask-printed', id: latin1(body.subarray(2)) };
    }
    if (letter === 'k') {
      const symbol = this.#symbols.run(body);
      if (symbol) this.#symbol(symbol);
    }
    if (letter === 'L') this.#picture(this.#graphics.run(body));
    return null;
  }

  #draw(name: string, bytes: Uint8Array, a: number): void {
    if (name === 'GS 8') this.#picture(this.#graphics.run(bytes.subarray(7)));
    else if (name === 'GS v') this.#picture(rasterOf(bytes));
    else if (name === 'GS h') this.#bar = { ...this.#bar, height: a || 1 };
    else if (name === 'GS w') this.#bar = { ...this.#bar, width: Math.min(6, Math.max(1, a)) };
    else if (name === 'GS H') this.#bar = { ...this.#bar, caption: (a & 3) !== 0 };
    else if (name === 'GS k') this.#symbol(barcodeOf(bytes, this.#bar));
  }

  #picture(bitmap: Bitmap | null): void {
    if (!bitmap) return;
    this.#type.block(bitmap.width, (x) => ({ is: 'bitmap', x, bitmap, height: bitmap.height }));
  }

  #symbol(symbol: Symbol2d): void {
    const { width, height } = symbolSize(symbol);
    this.#type.block(width, (x) => ({ is: 'symbol', x, symbol, height }));
  }
}
