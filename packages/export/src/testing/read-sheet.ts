import { readZip } from './read-zip.ts';

/** The cells of one sheet as texts, row by row; empty cells are ''. */
export function readSheet(file: Uint8Array, number = 1): string[][] {
  const xml = readZip(file).get(`xl/worksheets/sheet${number}.xml`);
  if (xml === undefined) throw new Error(`there is no sheet ${number}`);
  return [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) => {
    const cells: string[] = [];
    for (const [, letters = '', value = ''] of row.matchAll(
      /<c r="([A-Z]+)\d+"[^>]*>(?:<is><t[^>]*>|<v>)(.*?)(?:<\/t><\/is>|<\/v>)<\/c>/gs,
    )) {
      const at = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      while (cells.length < at) cells.push('');
      cells[at] = value
        .replace(
          /&(lt|gt|quot|amp);/g,
          (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name]!,
        )
        .replace(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    }
    return cells;
  });
}
