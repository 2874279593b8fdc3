import type { VirtualPrinter } from '@posthouse/printing';

/** What lies on the floor under one printer: nothing else is asked. */
export interface Floor {
  /** Orders by number → papers that bear it, whole or torn. */
  readonly seen: ReadonlyMap<number, number>;
  /** Orders whose paper is whole: all its lines and its cut. */
  readonly whole: ReadonlySet<number>;
  readonly papers: number;
}

const PRODUCT = /饮品 (\d+)(?=[ \n])/;

/** `饮品 17` is on one order's papers only. On a torn paper the line must be whole, else it may be 170's. */
export function readFloor(papers: ReturnType<VirtualPrinter['papers']>): Floor {
  const seen = new Map<number, number>();
  const whole = new Set<number>();
  for (const { text, cut } of papers) {
    const lines = text.split('\n');
    const sure = cut ? lines : lines.slice(0, -2);
    const found = PRODUCT.exec(`${sure.join('\n')}\n`)?.[1];
    if (found === undefined) continue;
    const order = Number(found);
    seen.set(order, (seen.get(order) ?? 0) + 1);
    if (cut) whole.add(order);
  }
  return { seen, whole, papers: papers.length };
}
