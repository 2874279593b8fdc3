import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PrintStatus } from './contract.ts';
import { FakePeer } from './testing/fake-peer.ts';
import { openWorld, refusalOf, type World } from './testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const ask = (key: string) =>
  world.app.admits!(new FakePeer(world.clock, ['agent']), 'papers', key, world.kernel);
const status = () => world.call<PrintStatus>('GET', '/api/print/status');

describe('whoever would hold papers over the native protocol', () => {
  it('is given those of a printer that is there, or the shared ones', async () => {
    const { id } = await world.printer({ name: 'A', driver: 'agent' });
    expect(await ask(`print/printer/${id}`)).toBeNull();
    expect(await ask('print/any')).toBeNull();
    expect(await ask('print/printer/x')).toMatchObject({ refuse: 'PRINT_PRINTER_UNKNOWN' });
    // Where a paused printer's papers wait, nobody may take them.
    expect(await ask(`print/paused/${id}`)).toMatchObject({ refuse: 'PRINT_PRINTER_UNKNOWN' });
    expect((await status()).strays).toEqual([]);
  });

  it('is refused a printer that is not there, and shown while it asks on', async () => {
    expect(refusalOf(await ask('print/printer/1'))).toBe('PRINT_PRINTER_UNKNOWN');
    world.clock.advance(10_000);
    expect(refusalOf(await ask('print/printer/1'))).toBe('PRINT_PRINTER_UNKNOWN');
    const { strays, banner } = await status();
    expect(strays).toEqual([{ printer_id: 1, name: 'old', address: '127.0.0.1' }]);
    expect(banner).toContain('printer 1');
    world.clock.advance(60_000);
    expect(await status()).toMatchObject({ strays: [], banner: null });
  });

  it('is shown no more when its printer is there', async () => {
    await ask('print/printer/1');
    await ask('print/printer/9');
    expect((await world.printer({ name: 'A', driver: 'agent' })).id).toBe(1);
    expect(await ask('print/printer/1')).toBeNull();
    expect((await status()).strays.map(({ printer_id }) => printer_id)).toEqual([9]);
  });

  it('takes a bounded part of the memory, whatever it asks for', async () => {
    for (let id = 1; id <= 200; id++) await ask(`print/printer/${id}`);
    const { strays } = await status();
    expect(strays.map(({ printer_id }) => printer_id)).toEqual(
      Array.from({ length: 64 }, (_, at) => 137 + at),
    );
  });
});
