import { clustersOf } from './clusters.ts';
import { exactGroups } from './exact-groups.ts';
import { prepare, type Prepared } from './prepare.ts';
import { judgeSimilar } from './similar-stems.ts';
import { stemsOf } from './stems.ts';
import { finish, within, type Steps } from './steps.ts';
import {
  DEFAULT_THRESHOLD,
  type Findings,
  type Method,
  type Question,
  type Settings,
  type Watch,
} from './types.ts';
import { Verdicts } from './verdicts.ts';

const MAX_PAIRS = 50_000;
const MAX_ALIKE = 1_000;
/** The share of the time that reading the questions' texts takes, in groups that are not all alike. */
const PREPARED = 0.6;
const STEPS = 50;

/**
 * The duplicates among the questions of one group; undefined if `watch` stopped it. The same questions give the same
 * findings, in whatever order they come. Throws a RangeError for a threshold outside (0, 1].
 */
export const dedup = (
  group: readonly Question[],
  settings: Settings = {},
  watch: Watch = {},
): Findings | undefined => finish(dedupSteps(group, settings, watch));

/** The same, some hundred steps in groups large enough to wait for. */
export function* dedupSteps(
  group: readonly Question[],
  settings: Settings = {},
  watch: Watch = {},
): Steps<Findings | undefined> {
  const { method = 'question', threshold = DEFAULT_THRESHOLD } = settings;
  const { maxPairs = MAX_PAIRS, maxAlike = MAX_ALIKE } = settings;
  if (!(threshold > 0 && threshold <= 1))
    throw new RangeError(`threshold ${threshold} is not above 0 and up to 1`);
  const prepared = yield* within(0, PREPARED, prepareAll(group, method, watch));
  if (prepared === undefined) return undefined;
  const exact = exactGroups(prepared);
  const stopped = () => watch.stopped?.() ?? false;
  if (stopped()) return undefined;
  const stems = stemsOf(prepared, exact, method, stopped);
  if (stems === undefined) return undefined;

  const verdicts = new Verdicts(method, maxPairs, stopped);
  for (const stem of stems) {
    verdicts.judge(stem, stem, 1);
    if (verdicts.stopped) return undefined;
  }
  const search = judgeSimilar(stems, threshold, maxAlike, verdicts, watch);
  if (!(yield* within(PREPARED, 1, search))) return undefined;

  const [duplicates, variants] = [verdicts.similar.close(), verdicts.variants.close()];
  if (stopped()) return undefined;
  return {
    exact,
    similar: duplicates.pairs,
    variants: variants.pairs,
    clusters: clustersOf(exact, duplicates.pairs),
    leftOut: { similar: duplicates.leftOut, variants: variants.leftOut },
  };
}

function* prepareAll(
  group: readonly Question[],
  method: Method,
  watch: Watch,
): Steps<Prepared[] | undefined> {
  const prepared: Prepared[] = [];
  for (const question of group) {
    if (prepared.length % 64 === 0 && watch.stopped?.()) return undefined;
    if (prepared.length % Math.ceil(group.length / STEPS) === 0) yield prepared.length / group.length;
    prepared.push(prepare(question, method));
  }
  return prepared.sort((one, other) => one.id - other.id);
}
