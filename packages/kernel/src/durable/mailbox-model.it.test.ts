import { openInline } from '@posthouse/store-sqlite/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { command, type Command } from '../testing/mailbox-model/commands.ts';
import { ModelStore } from '../testing/mailbox-model/model-store.ts';
import { plantedBugs, sound, type PlantedBug } from '../testing/mailbox-model/planted-bugs.ts';
import { World } from '../testing/mailbox-model/world.ts';

const seed = Number(process.env['POSTHOUSE_TEST_SEED'] ?? 20261121);
const RUNS = Number(process.env['POSTHOUSE_TEST_RUNS'] ?? 400);
const RUNS_TO_FIND = 2_000;

type Plant = ReturnType<PlantedBug['plant']>;

async function live(plant: Plant, story: readonly Command[]): Promise<void> {
  const store = await ModelStore.open(openInline, plant.catalog, plant.repliesBeforeCommit ?? false);
  const world = await World.open(store, plant.model);
  try {
    for (const step of story) await world.step(step);
    await world.drain();
  } finally {
    await world.close();
    await store.close();
  }
}

const story = fc.array(command, { minLength: 1, maxLength: 30, size: 'max' });

/** How many stories it takes until one goes wrong. */
async function storiesUntilWrong(plant: Plant, most: number): Promise<number | 'never'> {
  for (const [index, commands] of fc.sample(story, { seed, numRuns: most }).entries()) {
    const wrong = await live(plant, commands).then(
      () => false,
      () => true,
    );
    if (wrong) return index + 1;
  }
  return 'never';
}

describe(`mailbox model, seed ${seed}`, () => {
  it(`K1 K3 K4 K5 K6 K10 hold through ${RUNS} stories of crashes, lease moves and clock leaps`, async () => {
    await fc.assert(
      fc.asyncProperty(story, (commands) => live(sound(), commands)),
      { seed, numRuns: RUNS },
    );
  });

  it.each(plantedBugs)('finds that $name', async (bug) => {
    expect(await storiesUntilWrong(bug.plant(), RUNS_TO_FIND)).toBeLessThanOrEqual(RUNS_TO_FIND);
  });
});
