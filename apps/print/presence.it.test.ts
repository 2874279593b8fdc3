import type { Kernel } from '@posthouse/kernel';
import { expect, it, vi } from 'vitest';
import { openWorld } from './testing/world.ts';
import { SOON } from '../../test-support/soon.ts';

it('tells that somebody came, changed or went, and nothing while nothing does', async () => {
  const world = await openWorld();
  const task = world.app.periodic.find(({ name }) => name === 'print.presence')!;
  let told = 0;
  const rooms = { publish: () => void told++ } as unknown as Kernel['rooms'];
  const look = async () => {
    told = 0;
    await task.run({ ...world.kernel, rooms });
    return told;
  };
  /** What was done is told, and then there is nothing more to tell. */
  const isToldOnce = async () => {
    await vi.waitFor(async () => expect(await look()).toBe(1), SOON);
    await vi.waitFor(async () => expect(await look()).toBe(0), SOON);
  };
  try {
    await isToldOnce();
    const peer = await world.client('吧台');
    await isToldOnce();
    await world.printer({ name: '后厨' });
    await isToldOnce();
    peer.close(1000);
    await isToldOnce();
  } finally {
    await world.close();
  }
});
