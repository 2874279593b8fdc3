import { BestPairs } from './best-pairs.ts';
import { clustersOf } from './clusters.ts';
import { exactGroups } from './exact-groups.ts';
import { reasonsAgainst } from './guards/reasons.ts';
import { similarTexts } from './join/similar-texts.ts';
import { prepare, type Prepared } from './prepare.ts';
import {
  DEFAULT_THRESHOLD,
  type ExactGroup,
  type Findings,
  type Method,
  type Pair,
  type Question,
  type Settings,
  type Variant,
  type Watch,
} from './types.ts';

const MAX_PAIRS = 200_000;

/**
 * The duplicates among the questions of one group; undefined if `watch` stopped it. The same questions give the same
 * findings, in whatever order they come. Throws a RangeError for a threshold outside (0, 1].
 */
export function dedup(
  group: readonly Question[],
  settings: Settings = {},
  watch: Watch = {},
): Findings | undefined {
  const { method = 'question', threshold = DEFAULT_THRESHOLD, maxPairs = MAX_PAIRS } = settings;
  if (!(threshold > 0 && threshold <= 1))
    throw new RangeError(`threshold ${threshold} is not above 0 and up to 1`);
  const prepared = prepareAll(group, method, watch);
  if (prepared === undefined) return undefined;
  const exact = exactGroups(prepared);
  const compared = takingPart(prepared, exact, method);

  const similar = new BestPairs<Pair>(maxPairs);
  const variants = new BestPairs<Variant>(maxPairs);
  const judge = (one: Prepared, other: Prepared, similarity: number): void => {
    const reasons = method === 'stem' ? [] : reasonsAgainst(one, other);
    const [a, b] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
    if (reasons.length === 0) similar.add({ a, b, similarity });
    else variants.add({ a, b, similarity, reasons });
  };
  if (!eachSimilar(compared, threshold, judge, watch)) return undefined;

  const [duplicates, others] = [similar.close(), variants.close()];
  return {
    exact,
    similar: duplicates.pairs,
    variants: others.pairs,
    clusters: clustersOf(exact, duplicates.pairs),
    leftOut: { similar: duplicates.leftOut, variants: others.leftOut },
  };
}

function prepareAll(group: readonly Question[], method: Method, watch: Watch): Prepared[] | undefined {
  const prepared: Prepared[] = [];
  for (const question of group) {
    if (prepared.length % 64 === 0 && watch.stopped?.()) return undefined;
    prepared.push(prepare(question, method));
  }
  return prepared.sort((one, other) => one.id - other.id);
}

/** One of each exact group takes part in similarity; by the old definition none does. */
function takingPart(
  prepared: readonly Prepared[],
  exact: readonly ExactGroup[],
  method: Method,
): readonly Prepared[] {
  const out = new Set(exact.flatMap(({ ids }) => (method === 'stem' ? ids : ids.slice(1))));
  return prepared.filter(({ id, stem }) => stem !== '' && !out.has(id));
}

/** Every pair with similar stems. Equal stems are compared with other stems once, however many questions share them. */
function eachSimilar(
  questions: readonly Prepared[],
  threshold: number,
  judge: (one: Prepared, other: Prepared, similarity: number) => void,
  watch: Watch,
): boolean {
  const byStem = [...Map.groupBy(questions, ({ stem }) => stem).values()];
  let judged = 0;
  let stopped = false;
  const judgeAll = (one: Prepared, others: readonly Prepared[], from: number, similarity: number): void => {
    for (let at = from; at < others.length && !stopped; at++) {
      if (++judged % 1024 === 0 && watch.stopped?.()) stopped = true;
      judge(one, others[at]!, similarity);
    }
  };
  for (const same of byStem) {
    for (const [at, one] of same.entries()) judgeAll(one, same, at + 1, 1);
    if (stopped) return false;
  }
  const whole = similarTexts(
    byStem.map(([first]) => first!.stem),
    threshold,
    (left, right, similarity) => {
      for (const one of byStem[left]!) judgeAll(one, byStem[right]!, 0, similarity);
    },
    { ...watch, stopped: () => stopped || (watch.stopped?.() ?? false) },
  );
  return whole && !stopped;
}
