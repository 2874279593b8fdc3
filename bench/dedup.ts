import { availableParallelism } from 'node:os';
import { createBank } from './dedup/bank.ts';
import { throughHub, type HubMeasured } from './dedup/end-to-end.ts';
import { runEngine, type Measured } from './dedup/engine.ts';
import { hardGroups } from './dedup/hard-groups.ts';
import { minhashPairs } from './dedup/npm-minhash.ts';
import { runHard } from './dedup/run-hard.ts';

const THRESHOLD = 0.8;
/** npm `minhash` is asked about this many questions at most: it does not get faster with more. */
const BESIDE = 20_000;
/** Questions of each hard group. */
const HARD = 20_000;
/** What a hub gives to works by itself. */
const WORKERS = Math.max(1, availableParallelism() - 1);

/**
 * The comparison of questions: alone in one thread, on groups that are all alike, and end to end through a hub of its
 * own, beside npm `minhash` over the same groups. Arguments: `engine`, `hard` or `hub` for one of these (all), and the
 * sizes (10,000 and 100,000).
 */
export async function bench(args: readonly string[]): Promise<void> {
  const sizes = args.filter((word) => /^\d+$/.test(word)).map(Number);
  const parts = args.filter((word) => !/^\d+$/.test(word));
  const asked = (part: string): boolean => parts.length === 0 || parts.includes(part);
  if (sizes.length === 0) sizes.push(10_000, 100_000);
  console.log(`${createBank(1).source}; threshold ${THRESHOLD}`);
  if (asked('engine')) engine(sizes);
  if (asked('hard')) hard();
  if (asked('hub')) await hub(sizes);
}

function engine(sizes: readonly number[]): void {
  console.log('\nthe engine, one thread');
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
  console.log(
    `npm minhash, ${size} questions of the same groups, stems only: ${rate(size, theirs.cpuMs)} questions/s of CPU, ` +
      `${theirs.pairs} pairs; ours ${(theirs.cpuMs / ours.cpuMs).toFixed(1)} times as fast`,
  );
}

function said(measured: Measured, before: Measured | undefined): string {
  const { questions, groups, cpuMs, exact, similar, variants } = measured;
  const growth = before && (cpuMs / before.cpuMs / (questions / before.questions)).toFixed(2);
  return (
    `${questions} questions in ${groups} groups: ${rate(questions, cpuMs)} questions/s of CPU, ` +
    `${cpuMs.toFixed(0)} ms; ${exact} exact groups, ${similar} similar pairs, ${variants} variants; ` +
    `peak RSS ${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MB` +
    (growth === undefined ? '' : `; time per question ${growth} times that of ${before!.questions}`)
  );
}

function hard(): void {
  console.log(`\ngroups that are all alike, ${HARD} questions each`);
  for (const [name, group] of hardGroups(HARD)) {
    const { cpuMs, gapMs, similar, variants, leftOut } = runHard(group);
    console.log(
      `${name}: ${cpuMs.toFixed(0)} ms of CPU, at most ${gapMs.toFixed(0)} ms between two looks at the stop signal; ` +
        `${similar} similar pairs, ${variants} variants, ${leftOut} left out; ` +
        `peak RSS ${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MB`,
    );
  }
}

async function hub(sizes: readonly number[]): Promise<void> {
  console.log(`\nend to end through a hub, ${WORKERS} worker thread${WORKERS > 1 ? 's' : ''}`);
  let before: HubMeasured | undefined;
  for (const size of sizes) {
    const measured = await throughHub(createBank(size), WORKERS);
    console.log(`${size} questions: ${hubSaid(measured)}${growthOf(measured, before)}`);
    const theirs = runMinhash(Math.min(BESIDE, size));
    const byWall = theirs.wallMs / theirs.questions / (measured.taskMs / size) / WORKERS;
    const byCpu = theirs.cpuMs / theirs.questions / ((measured.taskMs * measured.cores) / size);
    console.log(
      `  npm minhash, stems only, one thread: ${rate(theirs.questions, theirs.wallMs)} questions/s; the task, results ` +
        `stored, is ${byWall.toFixed(1)} times as fast a thread, ${byCpu.toFixed(1)} times by the CPU of all the hub's`,
    );
    before = measured;
  }
}

function hubSaid({ questions, importMs, taskMs, cores, peakMb, late, found }: HubMeasured): string {
  const sorted = late.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return (
    `import ${rate(questions, importMs)} questions/s; task ${rate(questions, taskMs)} questions/s, ` +
    `${(taskMs / 1_000).toFixed(1)} s on ${cores.toFixed(2)} cores; ` +
    `${found.exact_duplicate_groups} exact groups, ${found.similar_duplicate_pairs} similar pairs; ` +
    `hub peak RSS ${peakMb.imported.toFixed(0)} MB after the import, ${peakMb.compared.toFixed(0)} MB after the task; ` +
    `event loop late at p99 by ${middle} ms in the median second, ${sorted.at(-1) ?? 0} ms in the worst`
  );
}

function growthOf(measured: HubMeasured, before: HubMeasured | undefined): string {
  if (before === undefined) return '';
  const growth = measured.taskMs / before.taskMs / (measured.questions / before.questions);
  return `; time per question ${growth.toFixed(2)} times that of ${before.questions}`;
}

const rate = (questions: number, ms: number): string => ((questions / ms) * 1_000).toFixed(0);

function runMinhash(size: number) {
  let [questions, cpuMs, wallMs, pairs] = [0, 0, 0, 0];
  for (const group of createBank(size).groups()) {
    const [cpu, wall] = [process.threadCpuUsage(), performance.now()];
    pairs += minhashPairs(
      group.map(({ content }) => content),
      THRESHOLD,
    );
    const { user, system } = process.threadCpuUsage(cpu);
    questions += group.length;
    cpuMs += (user + system) / 1_000;
    wallMs += performance.now() - wall;
  }
  return { questions, cpuMs, wallMs, pairs };
}
