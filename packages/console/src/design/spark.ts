/** Where a sparkline is drawn, in its own units. */
export interface SparkBox {
  readonly width: number;
  readonly height: number;
}

/**
 * The `d` of a path through the values, oldest at the left; a null leaves a gap. The scale begins at nought, so that
 * a quiet hour looks quiet. A single value between gaps is a dot.
 */
export function sparkPath(values: readonly (number | null)[], { width, height }: SparkBox): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '';
  const top = Math.max(...known, 1);
  const bottom = Math.min(...known, 0);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  let pen = false;
  return values
    .map((value, index) => {
      if (value === null) {
        pen = false;
        return '';
      }
      const x = round(index * step);
      const y = round(height - ((value - bottom) / (top - bottom)) * height);
      const alone = !pen && (values[index + 1] ?? null) === null;
      const word = pen ? 'L' : 'M';
      pen = true;
      return `${word}${x} ${y}${alone ? 'h0' : ''}`;
    })
    .join('');
}

const round = (n: number): number => Math.round(n * 10) / 10;
