import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_THRESHOLD, readable } from '../apps/tasks/dedup/index.ts';
import { draw, placeOf } from './dedup/draw.ts';
import { foundPairs, VERDICTS, type FoundPair } from './dedup/found-pairs.ts';
import { interval, keepJudged, score } from './dedup/judge.ts';
import { keepPromises } from './dedup/promises.ts';
import { questionsFolder, readQuestions } from './dedup/questions.ts';

const SAMPLES = 5;
const SHORT = 60;

/**
 * What the comparison says of real questions. Without arguments: counts and samples to read, and the two promises about
 * options tried on every question. `--draw 200 --seed 1` writes pairs for a blind judge, `--judge <file>` reads what
 * the judge found; both keep their files in `--folder`.
 */
export async function evaluate(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      draw: { type: 'string' },
      seed: { type: 'string', default: '1' },
      judge: { type: 'string' },
      folder: { type: 'string', default: join(tmpdir(), 'posthouse-eval-dedup') },
      threshold: { type: 'string', default: String(DEFAULT_THRESHOLD) },
    },
  });
  if (values.judge !== undefined) return judged(values.folder, values.judge);
  const data = questionsFolder();
  if (data === undefined) {
    console.log('no questions: set POSTHOUSE_EVAL_DATA to a folder that holds questions/');
    return false;
  }
  const questions = readQuestions(data);
  const pairs = foundPairs(questions, Number(values.threshold));
  if (values.draw !== undefined) {
    const count = draw(pairs, Number(values.draw), Number(values.seed), values.folder);
    console.log(`${count} pairs in ${values.folder}: blind.tsv for the judge, labels.tsv for later`);
    return true;
  }
  console.log(`${questions.length} questions, threshold ${values.threshold}`);
  for (const verdict of VERDICTS)
    tell(
      verdict,
      pairs.filter((pair) => pair.verdict === verdict),
    );
  const kept = keepPromises(questions);
  for (const { promise, tried, broken } of kept) console.log(`${promise}: ${tried} tried, ${broken} broken`);
  return kept.every(({ broken }) => broken === 0);
}

function tell(verdict: string, pairs: readonly FoundPair[]): void {
  const reasons = Map.groupBy(pairs, (pair) => pair.reasons.join('+'));
  console.log(`\n${verdict}: ${pairs.length} pairs`);
  for (const [reason, some] of [...reasons].sort((one, other) => other[1].length - one[1].length)) {
    if (reason !== '') console.log(`  ${reason}: ${some.length}`);
    const step = Math.max(1, Math.floor(some.length / SAMPLES));
    for (let at = 0, shown = 0; at < some.length && shown < SAMPLES; at += step, shown++) {
      const { a, b, similarity } = some[at]!;
      console.log(`    ${similarity.toFixed(3)} ${placeOf(a)} | ${placeOf(b)}`);
      for (const { content } of [a, b]) console.log(`      ${readable(content).slice(0, SHORT)}`);
    }
  }
}

function judged(folder: string, judgments: string): boolean {
  for (const one of score(folder, judgments)) {
    const [low, high] = interval(one).map((share) => (share * 100).toFixed(1));
    const share = ((one.right / one.judged) * 100).toFixed(1);
    console.log(`${one.of}: ${one.right} of ${one.judged} right, ${share} % (95 %: ${low} to ${high})`);
  }
  console.log(`what was judged, without texts: ${keepJudged(folder, judgments)}`);
  return true;
}
