import { createBank } from './dedup/bank.ts';
import { runEngine, type Measured } from './dedup/engine.ts';
import { minhashPairs } from './dedup/npm-minhash.ts';

const THRESHOLD = 0.8;
/** npm `minhash` is asked about this many questions at most: it does not get faster with more. */
const BESIDE = 20_000;

/**
 * The comparison of questions in one thread: questions per second of CPU, the growth from a tenth of `n` to `n`, the
 * peak memory, and the same groups by npm `minhash`. Arguments: the sizes (10,000 and 100,000).
 */
export async function bench(args: readonly string[]): Promise<void> {
  const sizes = args.length > 0 ? args.map(Number) : [10_000, 100_000];
  console.log(`${createBank(1).source}; threshold ${THRESHOLD}`);
  // The first run is the compiler's.
  runEngine(createBank(5_000));
  let before: Measured | undefined;
  for (const size of sizes) {
    const measured = runEngine(createBank(size));
    console.log(said(measured, before));
    before = measured;
  }
  const size = Math.min(BESIDE, sizes.at(-1)!);
  const ours = runEngine(createBank(size));
  const theirs = runMinhash(size);
  const rate = (size / theirs.cpuMs) * 1_000;
  console.log(
    `npm minhash, ${size} questions of the same groups, stems only: ${rate.toFixed(0)} questions/s, ` +
      `${theirs.pairs} pairs; ours ${(theirs.cpuMs / ours.cpuMs).toFixed(1)} times as fast`,
  );
}

function said(measured: Measured, before: Measured | undefined): string {
  const { questions, groups, cpuMs, exact, similar, variants } = measured;
  const growth = before && (cpuMs / before.cpuMs / (questions / before.questions)).toFixed(2);
  return (
    `${questions} questions in ${groups} groups: ${((questions / cpuMs) * 1_000).toFixed(0)} questions/s of CPU, ` +
    `${cpuMs.toFixed(0)} ms; ${exact} exact groups, ${similar} similar pairs, ${variants} variants; ` +
    `peak RSS ${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MB` +
    (growth === undefined ? '' : `; time per question ${growth} times that of ${before!.questions}`)
  );
}

function runMinhash(size: number): { readonly cpuMs: number; readonly pairs: number } {
  let [cpuMs, pairs] = [0, 0];
  for (const group of createBank(size).groups()) {
    const from = process.threadCpuUsage();
    pairs += minhashPairs(
      group.map(({ content }) => content),
      THRESHOLD,
    );
    const { user, system } = process.threadCpuUsage(from);
    cpuMs += (user + system) / 1_000;
  }
  return { cpuMs, pairs };
}
