import { otherTerms } from './guards/other-terms.ts';
import { similarTexts } from './join/similar-texts.ts';
import { within, type Steps } from './steps.ts';
import type { Entrant, Stem } from './stems.ts';
import type { Watch } from './types.ts';
import type { Verdicts } from './verdicts.ts';

/**
 * Judges every pair of different stems with J ≥ `threshold`. Ten thousand stems on one template are fifty million
 * similar pairs, nearly all of them variants: a stem with more than `most` look-alikes is looked at for variants with
 * these only, and what it could be merged with is searched among its own kind. False: stopped.
 */
export function* judgeSimilar(
  stems: readonly Stem[],
  threshold: number,
  most: number,
  verdicts: Verdicts,
  watch: Watch,
): Steps<boolean> {
  const stopped = () => verdicts.stopped || (watch.stopped?.() ?? false);
  const isCut = new Uint8Array(stems.length);
  const areTwo = otherTerms(stems);
  const cut = (stem: number, more: number): void => {
    isCut[stem] = 1;
    verdicts.variants.leaveOut(more);
  };
  const whole = similarTexts(
    stems.map(({ text }) => text),
    threshold,
    (later, earlier, similarity) => {
      const [left, right] = [stems[earlier]!, stems[later]!];
      // What a stem that is cut may be merged with comes below.
      if (isCut[later] === 1 && !areTwo(earlier, later)) verdicts.judgeOthers(left, right, similarity);
      else verdicts.judge(left, right, similarity);
    },
    { stopped },
    { most, cut },
  );
  if (!(yield* within(0, 0.5, whole)) || stopped()) return false;

  const kins = [...kinOf(stems, isCut)];
  const all = kins.reduce((sum, { length }) => sum + length, 0);
  const shareOf = (some: number) => 0.5 + (0.5 * some) / all;
  let done = 0;
  for (const kin of kins) {
    const complete = similarTexts(
      kin.map(({ stem }) => stem.text),
      threshold,
      (later, earlier, similarity) => {
        verdicts.judgeLikely(kin[earlier]!.stem, kin[later]!.stem, similarity);
      },
      { stopped },
      { wanted: (later, earlier) => kin[later]!.isCut && !areTwo(kin[later]!.at, kin[earlier]!.at) },
    );
    const from = done;
    done += kin.length;
    if (!(yield* within(shareOf(from), shareOf(done), complete)) || stopped()) return false;
  }
  return true;
}

interface Kin {
  /** Which stem. */
  readonly at: number;
  /** With those of its questions alone that may be one with others of the kin. */
  readonly stem: Stem;
  readonly isCut: boolean;
}

/**
 * Stems whose questions may be one, at least one of them cut, in their old order: of one kind, and of one answer unless
 * some of the kind have none.
 */
function* kinOf(stems: readonly Stem[], isCut: Uint8Array): Generator<readonly Kin[]> {
  const kinds = new Map<number, Member[]>();
  for (const [at, { questions }] of stems.entries()) {
    for (const question of questions) {
      const members = kinds.get(question.kind);
      if (members) members.push({ at, question });
      else kinds.set(question.kind, [{ at, question }]);
    }
  }
  for (const members of kinds.values()) {
    if (!members.some(({ at }) => isCut[at] === 1)) continue;
    const isOpen = members.some(({ question }) => question.prepared.answer === '');
    const parts = isOpen
      ? [members]
      : Map.groupBy(members, ({ question }) => question.prepared.answer).values();
    for (const part of parts) {
      const byStem = Map.groupBy(part, ({ at }) => at);
      if (byStem.size < 2) continue;
      yield Array.from(byStem, ([at, some]) => ({
        at,
        stem: { text: stems[at]!.text, questions: some.map(({ question }) => question) },
        isCut: isCut[at] === 1,
      }));
    }
  }
}

interface Member {
  /** Which stem. */
  readonly at: number;
  readonly question: Entrant;
}
