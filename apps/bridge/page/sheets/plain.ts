import type { Data } from '../fields.ts';
import type { Sheet } from '../sheet.ts';
import { ems, escape } from './markup.ts';

/** Paper of the widest common roll, of 80 mm. */
const WIDTH = 80;
const MARGIN = 4;
const LINE_MM = 5;
/** Ems of 3.6 mm that fit a line. */
const EMS = 20;
/** A roll that a browser is asked to print must have an end. */
const LONGEST = 2_000;

/** Plain text, as long as it is. */
export function plainSheet(lines: readonly string[]): Sheet {
  const rows = lines.reduce((sum, text) => sum + Math.max(1, Math.ceil(ems(text) / EMS)), 0);
  const height = Math.min(LONGEST, Math.max(20, rows * LINE_MM + 2 * MARGIN));
  return { template: 'plain', width: WIDTH, height, html: `<pre>${escape(lines.join('\n'))}</pre>` };
}

/** Millimetres that a picture's paper may have. */
const SIDE = { least: 10, most: 420, usual: 80 } as const;

/** A picture by its address; `width` and `height` in millimetres. Null when there is none that a page may load. */
export function pictureSheet(data: unknown): Sheet | null {
  const of = typeof data === 'object' && data !== null ? (data as Data) : { picture: data };
  const { picture, width, height } = of;
  if (typeof picture !== 'string' || !/^(data:image\/|https?:\/\/)/i.test(picture)) return null;
  return {
    template: 'picture',
    width: side(width),
    height: side(height),
    html: `<img class="picture" src="${escape(picture)}" alt="">`,
  };
}

function side(given: unknown): number {
  const value = Number(given);
  return value >= SIDE.least && value <= SIDE.most ? value : SIDE.usual;
}
