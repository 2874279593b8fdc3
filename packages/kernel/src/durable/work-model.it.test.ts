import { openInline } from '@posthouse/store-sqlite/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { plantedBugs, sound, type Site } from '../testing/work/planted-bugs.ts';
import { story, WorkWorld } from '../testing/work/story.ts';

const seed = Number(process.env['POSTHOUSE_TEST_SEED'] ?? 20261121);
const RUNS = Number(process.env['POSTHOUSE_TEST_RUNS'] ?? 400);
const RUNS_TO_FIND = 1_000;

/** Stories follow each other in one store, each with keys of its own. */
async function openTeller({ catalog, quarry }: Site) {
  const clock = createFakeClock();
  const store = await openInline(catalog, { clock });
  let stories = 0;
  return {
    tell: (commands: Parameters<WorkWorld['live']>[0]) =>
      new WorkWorld({ store, clock, quarry, alone: true, name: `quarry/${++stories}` }).live(commands),
    close: () => store.close(),
  };
}

describe(`work model, seed ${seed}`, () => {
  it(`K2 K5: the table does as the model through ${RUNS} stories of pauses, crashes and takeovers`, async () => {
    const { tell, close } = await openTeller(sound());
    await fc.assert(fc.asyncProperty(story, tell), { seed, numRuns: RUNS });
    await close();
  });

  it.each(plantedBugs)('finds that $name', async (bug) => {
    const { tell, close } = await openTeller(bug.plant());
    let found = false;
    for (const commands of fc.sample(story, { seed, numRuns: RUNS_TO_FIND })) {
      found = await tell(commands).then(
        () => false,
        () => true,
      );
      if (found) break;
    }
    await close();
    expect(found).toBe(true);
  });
});
