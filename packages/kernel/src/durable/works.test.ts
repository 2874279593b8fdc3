import { afterEach, describe, expect, it } from 'vitest';
import { createQuarry } from '../testing/work/quarry.ts';
import { KEY, openSite } from '../testing/work/site.ts';
import type { RunEnd } from './run-work.ts';

const open: { stop(): Promise<void> }[] = [];
const lost: RunEnd = { is: 'lost', cause: 'the thread is gone' };

afterEach(async () => {
  for (const world of open.splice(0)) await world.stop();
});

async function site(changes: Parameters<typeof openSite>[0] = {}) {
  const world = await openSite(changes);
  open.push(world);
  return world;
}

describe('works', () => {
  it('run in the order in which they were asked for, within both limits', async () => {
    const { ask, diggers, rest, clock } = await site({ limit: 2 });
    for (const name of ['c', 'a', 'b']) {
      await ask(`quarry/${name}`);
      clock.advance(10);
    }
    await rest();
    const keys = () => diggers.map(({ claimed }) => claimed.key);
    expect(keys()).toEqual(['quarry/c', 'quarry/a']);
    diggers[0]!.end({ is: 'done' });
    await rest();
    expect(keys()).toEqual(['quarry/c', 'quarry/a', 'quarry/b']);
  });

  it('run no more at once than there are places', async () => {
    const { ask, diggers, rest } = await site({ limit: 9, places: 1 });
    await ask('quarry/1');
    await ask('quarry/2');
    await rest();
    expect(diggers).toHaveLength(1);
  });

  it('end in their own transaction, and are forgotten', async () => {
    const { ask, newest, dug, rest } = await site();
    await ask();
    (await newest()).end({ is: 'done' });
    await rest();
    expect(await dug()).toEqual(['done']);
    await ask();
    expect((await newest()).claimed).toMatchObject({ checkpoint: undefined });
  });

  it('fail with the code of what was thrown', async () => {
    const { ask, newest, dug, rest } = await site();
    await ask();
    (await newest()).end({ is: 'failed', error: { code: 'QUARRY_FLOODED' }, cause: '' });
    await rest();
    expect(await dug()).toEqual(['QUARRY_FLOODED']);
  });

  it('may ask for themselves again at their end', async () => {
    const { ask, newest, quarry, diggers } = await site({
      done: (tx, key) => quarry.ask.run(tx, { key, input: 'the next layer' }),
    });
    await ask();
    (await newest()).end({ is: 'done' });
    expect((await newest()).claimed.input).toBe('the next layer');
    expect(diggers).toHaveLength(2);
  });

  it('are left alone when they are asked for while they wait or run', async () => {
    const { ask, newest, diggers } = await site();
    await ask(KEY, 'a spade');
    await newest();
    await ask(KEY, 'a shovel');
    expect((await newest()).stopped).toBe(false);
    expect(diggers).toHaveLength(1);
  });

  it('go on at their checkpoint, with the input that they began with', async () => {
    const { ask, halt, newest } = await site();
    await ask(KEY, 'a spade');
    await (await newest()).haul('coal', { depth: 1 });
    await halt('keep');
    (await newest()).end({ is: 'stopped' });
    await ask(KEY, 'a shovel');
    expect((await newest()).claimed).toMatchObject({ input: 'a spade', checkpoint: { depth: 1 } });
  });

  it('begin anew when asked to, whatever they were doing', async () => {
    const { ask, newest, diggers } = await site();
    await ask(KEY, 'a spade');
    await (await newest()).haul('coal', { depth: 1 });
    await ask(KEY, 'a shovel', { from: 'start' });
    const again = await newest();
    expect(diggers[0]!.stopped).toBe(true);
    expect(again.claimed).toMatchObject({ input: 'a shovel', checkpoint: undefined });
    await expect(diggers[0]!.haul('more coal', { depth: 2 })).rejects.toMatchObject({
      code: 'KERNEL_WORK_SUPERSEDED',
    });
    expect(again.stopped).toBe(false);
  });

  it.each(['keep', 'drop'] as const)(
    'K5: a run that lost its work (%s) is told, and saves nothing',
    async (stays) => {
      const { ask, halt, newest, dug, rest } = await site();
      await ask();
      const digger = await newest();
      await digger.haul('coal', 1);
      await halt(stays);
      expect(digger.stopped).toBe(true);
      await expect(digger.haul('gold', 2)).rejects.toMatchObject({ code: 'KERNEL_WORK_SUPERSEDED' });
      digger.end({ is: 'done' });
      await rest();
      expect(await dug()).toEqual(['coal']);
    },
  );

  it('a dropped work that is asked for again has nothing of the old one', async () => {
    const { ask, halt, newest, diggers, dug } = await site();
    await ask();
    const old = await newest();
    await halt('drop');
    await ask();
    const fresh = await newest();
    expect(diggers).toHaveLength(2);
    await expect(old.haul('gold', 1)).rejects.toMatchObject({ code: 'KERNEL_WORK_SUPERSEDED' });
    old.end({ is: 'failed', error: { code: 'QUARRY_LATE' }, cause: '' });
    await fresh.haul('coal', 1);
    expect(await dug()).toEqual(['coal']);
  });

  it('keep their checkpoint when an op refuses', async () => {
    const { ask, newest, halt } = await site();
    await ask();
    const digger = await newest();
    await digger.haul('coal', 1);
    await expect(digger.save('quarry.no', null, 2)).rejects.toMatchObject({ code: 'QUARRY_NO' });
    await expect(digger.save('quarry.unknown', null, 2)).rejects.toMatchObject({ code: 'KERNEL_UNKNOWN_OP' });
    await halt('keep');
    digger.end({ is: 'stopped' });
    await ask();
    expect((await newest()).claimed.checkpoint).toBe(1);
  });

  it('hear in time that they are stopped while they are being claimed', async () => {
    const { ask, halt, newest } = await site();
    const asked = ask();
    // The claim that follows the one and the stop share a commit or follow each other closely.
    await Promise.all([asked, asked.then(() => halt('keep'))]);
    const digger = await newest();
    expect(digger === undefined || digger.stopped).toBe(true);
  });
});

describe('works whose thread is gone', () => {
  it('wait longer each time, and fail at the third at one checkpoint', async () => {
    const { ask, newest, diggers, pass, dug } = await site();
    await ask();
    (await newest()).end(lost);
    await pass(900);
    expect(diggers).toHaveLength(1);
    await pass(200);
    expect(diggers).toHaveLength(2);
    diggers[1]!.end(lost);
    await pass(3_900);
    expect(diggers).toHaveLength(2);
    await pass(200);
    diggers[2]!.end(lost);
    await pass(60_000);
    expect(diggers).toHaveLength(3);
    expect(await dug()).toEqual(['KERNEL_WORK_CRASHED']);
  });

  it('have all tries again after a save', async () => {
    const { ask, newest, pass, dug } = await site();
    await ask();
    for (let n = 0; n < 5; n++) {
      const digger = await newest();
      await digger.haul(`${n}`, n);
      digger.end(lost);
      await pass(2_000);
    }
    expect(await dug()).toEqual(['0', '1', '2', '3', '4']);
    expect((await newest()).claimed).toMatchObject({ checkpoint: 4, tries: 1 });
  });

  it('are not blamed for a thread that was ended because it did not stop', async () => {
    const { ask, halt, newest, pass } = await site();
    await ask();
    const digger = await newest();
    await halt('keep');
    await ask();
    await pass(4_000);
    expect(digger.killed).toBe(false);
    await pass(2_000);
    expect(digger.killed).toBe(true);
    expect((await newest()).claimed.tries).toBe(0);
  });
});

describe('works whose process is gone', () => {
  it('are run by the next one at once, from their checkpoint', async () => {
    const { ask, newest, restart, diggers } = await site();
    await ask();
    await (await newest()).haul('coal', 1);
    await restart();
    expect(diggers).toHaveLength(2);
    expect(diggers[1]!.claimed).toMatchObject({ checkpoint: 1, tries: 1 });
  });

  it('fail without being run when ten processes died of them', async () => {
    const { ask, restart, rest, diggers, dug } = await site();
    await ask();
    await rest();
    for (let n = 0; n < 10; n++) await restart();
    expect(diggers).toHaveLength(10);
    expect(await dug()).toEqual(['KERNEL_WORK_CRASHED']);
  });

  it('are taken over when nobody renews their claim, unless the clock is doubted', async () => {
    const { ask, newest, claim, clock } = await site();
    await ask();
    await newest();
    expect(await claim(true)).toEqual([]);
    clock.leap(40_000);
    expect(await claim(false)).toEqual([]);
    expect(await claim(true)).toMatchObject([{ key: KEY, tries: 1 }]);
  });

  it('keep their claim as long as the node lives, though the run never says a word', async () => {
    const { ask, newest, pass, claim, diggers } = await site();
    await ask();
    await newest();
    for (let n = 0; n < 20; n++) await pass(5_000);
    expect(await claim(true)).toEqual([]);
    expect(diggers).toHaveLength(1);
  });

  it('K2: hear of a stop whose hint was lost, and are begun though nobody heard that they were asked for', async () => {
    const { ask, halt, newest, hints, pass, diggers } = await site();
    hints.lost = true;
    await ask();
    expect(await newest()).toBeUndefined();
    await pass(5_100);
    expect(diggers).toHaveLength(1);
    await halt('keep');
    expect(diggers[0]!.stopped).toBe(false);
    await pass(5_100);
    expect(diggers[0]!.stopped).toBe(true);
  });
});

describe('works and a store in trouble', () => {
  it('go on from their checkpoint when it is over', async () => {
    const { ask, newest, disk, pass, diggers, dug } = await site();
    await ask();
    const digger = await newest();
    await digger.haul('coal', 1);
    disk.full = true;
    await expect(digger.haul('gold', 2)).rejects.toMatchObject({ code: 'KERNEL_STORE_UNAVAILABLE' });
    digger.end({ is: 'interrupted', code: 'KERNEL_STORE_UNAVAILABLE' });
    await pass(20_000);
    expect(diggers).toHaveLength(1);
    disk.full = false;
    await pass(1_100);
    await pass(5_100);
    expect(diggers[1]!.claimed).toMatchObject({ checkpoint: 1, tries: 0 });
    expect(await dug()).toEqual(['coal']);
  });

  it('end as soon as their end can be written', async () => {
    const { ask, newest, disk, pass, dug } = await site();
    await ask();
    const digger = await newest();
    disk.full = true;
    digger.end({ is: 'done' });
    await pass(10_000);
    expect(await dug()).toEqual([]);
    disk.full = false;
    await pass(1_100);
    expect(await dug()).toEqual(['done']);
  });

  it('wait a minute when their app cannot hear of the end, and hold up no other', async () => {
    const { ask, newest, pass, dug, diggers, warnings } = await site({
      limit: 1,
      done: async (tx, key) => {
        if (key === KEY) throw new TypeError('a bug');
        await quarry.haul.run(tx, { key, what: 'done' });
      },
    });
    const quarry = createQuarry();
    await ask(KEY);
    await ask('quarry/2');
    (await newest()).end({ is: 'done' });
    (await newest()).end({ is: 'done' });
    await pass(50_000);
    expect(await dug('quarry/2')).toEqual(['done']);
    expect(diggers).toHaveLength(2);
    expect(warnings).toEqual(['a work could not be ended; it waits a minute']);
    await pass(11_000);
    expect(diggers).toHaveLength(3);
  });
});

describe('works at the end of a process', () => {
  it('are told to stop and given back as they are', async () => {
    const { ask, newest, leave, claim } = await site();
    await ask();
    const digger = await newest();
    await digger.haul('coal', 1);
    const leaving = leave(3_000);
    await newest();
    expect(digger.stopped).toBe(true);
    digger.end({ is: 'stopped' });
    await leaving;
    expect(await claim(false)).toMatchObject([{ checkpoint: 1, tries: 0 }]);
  });

  it('lose the threads that have not stopped in time', async () => {
    const { ask, newest, leave, clock } = await site();
    await ask();
    const digger = await newest();
    const leaving = leave(3_000);
    await newest();
    clock.advance(3_000);
    await leaving;
    expect(digger.killed).toBe(true);
  });
});

describe('the table of works', () => {
  it('K10: holds ten thousand of a kind and refuses one more', async () => {
    const { store, quarry, ask, halt, newest } = await site();
    await store.write(quarry.fill, { count: 10_000 });
    await expect(ask()).rejects.toMatchObject({ code: 'KERNEL_WORK_FULL' });
    // One that is there already is not one more.
    await ask('quarry/full/7');
    expect((await newest()).claimed.key).toBe('quarry/full/7');
    await halt('drop', 'quarry/full/8');
    await ask();
    expect((await newest()).claimed.key).toBe(KEY);
  });
});
