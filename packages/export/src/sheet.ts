import { createLocalTime, serialOf } from './local-time.ts';
import type { RowCursor } from './row-cursor.ts';
import type { Cell, Column } from './table.ts';
import { xmlText } from './xml.ts';

/** The bounds of a sheet and of a cell (ECMA-376 as Excel keeps it). */
export const MOST_ROWS = 1_048_576;
const MOST_CHARACTERS = 32_767;

const PIECE = 32_768;
const BOLD = 1;
const DATE_TIME = 2;

export interface SheetOptions {
  readonly columns: readonly Column[];
  readonly zone: string;
  /** Rows of a sheet, its header among them. */
  readonly mostRows: number;
}

/** One worksheet part: the header and as many rows as fit; the cursor stands on the first that did not. */
export async function* sheetXml(
  cursor: RowCursor,
  { columns, zone, mostRows }: SheetOptions,
): AsyncGenerator<string> {
  const cellXml = createCells(columns.length, zone);
  let text = `${START}<cols>${columns.map(columnXml).join('')}</cols><sheetData>`;
  text += `<row r="1">${columns.map(({ header }, at) => cellXml(at, 1, header, BOLD)).join('')}</row>`;
  for (let number = 2; number <= mostRows && cursor.row !== null; number++) {
    const row = cursor.row;
    text += `<row r="${number}">${columns.map((_, at) => cellXml(at, number, row[at] ?? null)).join('')}</row>`;
    if (text.length >= PIECE) {
      yield text;
      text = '';
    }
    await cursor.advance();
  }
  yield `${text}</sheetData></worksheet>`;
}

const START =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>' +
  '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
  '</sheetView></sheetViews>';

function columnXml({ width = 12 }: Column, at: number): string {
  return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`;
}

function createCells(columns: number, zone: string) {
  const localTime = createLocalTime(zone);
  const letters = Array.from({ length: columns }, (_, at) => columnLetters(at));
  return (at: number, row: number, cell: Cell, style = 0): string => {
    if (cell === null || cell === '') return '';
    const place = `r="${letters[at]}${row}"`;
    if (typeof cell === 'string') {
      const styled = style === 0 ? '' : ` s="${style}"`;
      return `<c ${place}${styled} t="inlineStr"><is><t xml:space="preserve">${xmlText(fitting(cell))}</t></is></c>`;
    }
    if (typeof cell === 'boolean') return `<c ${place} t="b"><v>${cell ? 1 : 0}</v></c>`;
    if (cell instanceof Date) return `<c ${place} s="${DATE_TIME}"><v>${serialOf(localTime(cell))}</v></c>`;
    return Number.isFinite(cell) ? `<c ${place}><v>${cell}</v></c>` : '';
  };
}

/** Cut at the bound, and not through a character. */
function fitting(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const half = (text.charCodeAt(MOST_CHARACTERS - 1) & 0xfc00) === 0xd800;
  return text.slice(0, half ? MOST_CHARACTERS - 1 : MOST_CHARACTERS);
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnLetters(Math.floor(at / 26) - 1) + letter;
}
