import { renderSheets } from '../virtual/render.ts';
import { sheetText } from '../virtual/sheet-text.ts';
import type { Sink } from './one-way.ts';

const RULE = '─'.repeat(32);

/** A printer for trying things out: each paper as text, as a real one would set it. */
export function createTextSink(out: (text: string) => void, paperWidthMm: number): Sink {
  return {
    open: () => Promise.resolve(),
    async write(bytes) {
      for (const sheet of renderSheets(bytes, paperWidthMm)) out(`${RULE}\n${sheetText(sheet)}`);
      return { is: 'sent' };
    },
    close: () => Promise.resolve(),
  };
}
