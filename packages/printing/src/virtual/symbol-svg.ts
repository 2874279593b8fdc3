import type { Symbol2d } from './sheet.ts';
import { barWidths, qrModules, symbolSize } from './symbols.ts';
import { xml } from './xml.ts';

/** A symbol drawn as the printer would; one that cannot be drawn is a box with its name and data. */
export function symbolSvg(symbol: Symbol2d, x: number, y: number): string {
  const size = symbolSize(symbol);
  const rows = qrModules(symbol);
  if (rows) return `<path transform="translate(${x} ${y}) scale(${symbol.cell})" d="${qrPath(rows)}"/>`;
  const widths = barWidths(symbol);
  const middle = x + size.width / 2;
  if (widths) {
    const caption = symbol.caption
      ? `<text x="${middle}" y="${y + symbol.height + 22}" text-anchor="middle" font-family="monospace" font-size="20">${xml(symbol.data)}</text>`
      : '';
    return `<path transform="translate(${x} ${y})" d="${barPath(widths, symbol.height)}"/>${caption}`;
  }
  const data = symbol.data.length > 18 ? `${symbol.data.slice(0, 17)}…` : symbol.data;
  return (
    `<rect x="${x + 1}" y="${y + 1}" width="${size.width - 2}" height="${size.height - 2}" fill="none" stroke="currentColor" stroke-width="2"/>` +
    `<text x="${middle}" y="${y + 40}" text-anchor="middle" font-family="sans-serif" font-size="22" font-weight="700">${xml(symbol.label)}</text>` +
    `<text x="${middle}" y="${y + 70}" text-anchor="middle" font-family="monospace" font-size="18">${xml(data)}</text>`
  );
}

/** Dark modules, joined along each row. */
export function qrPath(rows: readonly Uint8Array[]): string {
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== 1) continue;
      const from = x;
      while (row[x + 1] === 1) x++;
      path += `M${from} ${y}h${x + 1 - from}v1h-${x + 1 - from}z`;
    }
  });
  return path;
}

/** Every second width is a bar; the first is the quiet zone. */
export function barPath(widths: readonly number[], height: number): string {
  let x = 0;
  let path = '';
  widths.forEach((width, index) => {
    if (index % 2 === 1) path += `M${x} 0h${width}v${height}h-${width}z`;
    x += width;
  });
  return path;
}
