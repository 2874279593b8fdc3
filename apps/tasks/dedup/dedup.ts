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

const MAX_PAIRS = 50_000;

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
  const judge = (one: Entrant, other: Entrant, similarity: number): void => {
    const [a, b] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
    const alike = one.kind === other.kind;
    // Generic stems and templates make millions of variants: those that are not kept must cost next to nothing.
    if (!alike && !variants.accepts(a, b, similarity)) return;
    const reasons = method === 'stem' ? [] : reasonsAgainst(one.prepared, other.prepared);
    if (reasons.length > 0) {
      if (!alike || variants.accepts(a, b, similarity)) variants.add({ a, b, similarity, reasons });
    } else if (similar.accepts(a, b, similarity)) similar.add({ a, b, similarity });
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

interface Entrant {
  readonly id: number;
  readonly stem: string;
  /** Two of different kinds are two questions, whatever else is said. */
  readonly kind: number;
  readonly prepared: Prepared;
}

/** One of each exact group takes part in similarity; by the old definition none does. */
function takingPart(
  all: readonly Prepared[],
  exact: readonly ExactGroup[],
  method: Method,
): readonly Entrant[] {
  const out = new Set(exact.flatMap(({ ids }) => (method === 'stem' ? ids : ids.slice(1))));
  const kinds = new Map<string, number>();
  const entrants: Entrant[] = [];
  for (const prepared of all) {
    const { id, stem, optionSet, signs, stances, images } = prepared;
    if (stem === '' || out.has(id)) continue;
    const must = [optionSet, signs, stances, images].join('\u0002');
    const kind = kinds.get(must) ?? kinds.size;
    kinds.set(must, kind);
    entrants.push({ id, stem, kind, prepared });
  }
  return entrants;
}

/** Every pair with similar stems. Equal stems are compared with other stems once, however many questions share them. */
function eachSimilar(
  questions: readonly Entrant[],
  threshold: number,
  judge: (one: Entrant, other: Entrant, similarity: number) => void,
  watch: Watch,
): boolean {
  const byStem = [...Map.groupBy(questions, ({ stem }) => stem).values()];
  let judged = 0;
  let stopped = false;
  const judgeAll = (one: Entrant, others: readonly Entrant[], from: number, similarity: number): void => {
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
