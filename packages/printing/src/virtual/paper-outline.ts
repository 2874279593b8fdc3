const TOOTH = 11;

/**
 * The outline of a strip of paper: its top torn at the cutter of the paper before, its bottom torn too when it was
 * cut off, straight when it still hangs in the slot. The tear is irregular, but the same at every drawing.
 */
export function paperOutline(width: number, height: number, cut: boolean): string {
  const top = tear(width, 7).map(([x, dy]) => `${x} ${dy}`);
  const bottom = cut
    ? tear(width, 29).map(([x, dy]) => `${width - x} ${round(height - dy)}`)
    : [`${width} ${height}`, `0 ${height}`];
  return `M${top.join('L')}L${bottom.join('L')}Z`;
}

/** Points along an edge: every second one pulled in by a little more or less. */
function tear(width: number, seed: number): [x: number, dy: number][] {
  const count = Math.max(2, Math.round(width / TOOTH / 2) * 2);
  return Array.from({ length: count + 1 }, (_, index) => {
    const noise = fraction(Math.sin((index + 1) * 12.9898 + seed) * 43_758.5453);
    const jog = index === 0 || index === count ? 0 : (noise - 0.5) * 3;
    return [
      round((index * width) / count + jog),
      index % 2 === 0 ? round(noise * 2) : round(5.5 + noise * 3),
    ];
  });
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
