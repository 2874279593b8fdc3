import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { openCursor, type RowCursor } from './row-cursor.ts';
import { MOST_ROWS, sheetXml } from './sheet.ts';
import type { Table } from './table.ts';
import { sheetPath, workbookParts } from './workbook-parts.ts';

/** The same rows give the same bytes: nobody's clock is in the file. */
const ENTRY = { mtime: new Date(2000, 0, 1), mode: 0o100644 };

/**
 * The table as an Excel workbook, zipped while its rows arrive: a reader that pauses pauses the rows. A failing row
 * fails the whole. `mostRows` of a sheet is the format's bound, smaller in tests.
 */
export async function* xlsxOf(table: Table, { mostRows = MOST_ROWS } = {}): AsyncGenerator<Uint8Array> {
  const cursor = await openCursor(table.rows);
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const fail = (error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error)));
  zip.on('error', fail);
  try {
    fill(zip, table, cursor, mostRows).catch(fail);
    for await (const bytes of output) yield bytes as Uint8Array;
  } finally {
    await cursor.close();
  }
}

async function fill(zip: ZipFile, table: Table, cursor: RowCursor, mostRows: number): Promise<void> {
  let sheets = 0;
  do {
    const sheet = Readable.from(
      sheetXml(cursor, { columns: table.columns, zone: table.zone ?? 'UTC', mostRows }),
      { objectMode: false },
    );
    // Only when a sheet is full or the rows are over is it known whether there is another.
    const written = new Promise<void>((resolve, reject) => sheet.once('end', resolve).once('error', reject));
    zip.addReadStream(sheet, sheetPath(++sheets), ENTRY);
    await written;
  } while (cursor.row !== null);
  for (const [path, xml] of Object.entries(workbookParts(table.name, sheets))) {
    zip.addBuffer(Buffer.from(xml), path, ENTRY);
  }
  zip.end();
}
