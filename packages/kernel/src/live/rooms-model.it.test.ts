import { createBus } from '@posthouse/bus-local';
import { openInline } from '@posthouse/store-sqlite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../durable/catalog.ts';
import { modelApp } from '../testing/rooms-model/app.ts';
import { command, type Command } from '../testing/rooms-model/commands.ts';
import { soundParts } from '../testing/rooms-model/parts.ts';
import { plantedBugs } from '../testing/rooms-model/planted-bugs.ts';
import { World, type Parts } from '../testing/rooms-model/world.ts';

const seed = Number(process.env['POSTHOUSE_TEST_SEED'] ?? 20261121);
const RUNS = Number(process.env['POSTHOUSE_TEST_RUNS'] ?? 300);
const RUNS_TO_FIND = 2_000;
const CLIENTS = 3;

const story = fc.array(command, { minLength: 1, maxLength: 40, size: 'max' });
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

async function live(plant: (parts: Parts) => Parts, commands: readonly Command[]): Promise<void> {
  const catalog = createCatalog([modelApp]);
  const store = await openInline(catalog);
  const world = new World(plant(soundParts({ store, catalog, openBus: createBus, turn })), CLIENTS);
  try {
    for (const step of commands) await world.step(step);
    await world.finish();
  } finally {
    world.close();
    await store.close();
  }
}

/** How many stories it takes until one goes wrong. */
async function storiesUntilWrong(plant: (parts: Parts) => Parts): Promise<number | 'never'> {
  for (const [index, commands] of fc.sample(story, { seed, numRuns: RUNS_TO_FIND }).entries()) {
    const wrong = await live(plant, commands).then(
      () => false,
      () => true,
    );
    if (wrong) return index + 1;
  }
  return 'never';
}

describe(`the model of the rooms (seed ${seed})`, () => {
  it('K7, K8, K10: no story of joins, publications, slow readers and restarts goes wrong', async () => {
    await fc.assert(
      fc.asyncProperty(story, (commands) => live((parts) => parts, commands)),
      { seed, numRuns: RUNS },
    );
  }, 300_000);

  it.each(plantedBugs)(
    'finds the planted bug: $name',
    async ({ name, plant }) => {
      const stories = await storiesUntilWrong(plant);
      console.info(`seed ${seed}: "${name}" found after ${stories} stories`);
      expect(stories).not.toBe('never');
    },
    300_000,
  );
});
