import { dedup, type Question } from '../../apps/tasks/dedup/index.ts';

export interface HardMeasured {
  /** Milliseconds of this thread's CPU. */
  readonly cpuMs: number;
  /** The longest that the comparison did not look whether it should stop, in milliseconds of CPU. */
  readonly gapMs: number;
  readonly similar: number;
  readonly variants: number;
  readonly leftOut: number;
}

/** One group, watched. */
export function runHard(group: readonly Question[]): HardMeasured {
  const from = process.threadCpuUsage();
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage(from);
    return (user + system) / 1_000;
  };
  let [last, gapMs] = [0, 0];
  const look = (): void => {
    const now = spent();
    gapMs = Math.max(gapMs, now - last);
    last = now;
  };
  const found = dedup(
    group,
    {},
    {
      stopped() {
        look();
        return false;
      },
    },
  )!;
  look();
  const { similar, variants, leftOut } = found;
  return {
    cpuMs: last,
    gapMs,
    similar: similar.length,
    variants: variants.length,
    leftOut: leftOut.similar + leftOut.variants,
  };
}
