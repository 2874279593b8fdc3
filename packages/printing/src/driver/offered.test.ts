import { createFakeClock } from '@posthouse/kernel/testing';
import { expect, it } from 'vitest';
import { Offered } from './offered.ts';

function offered() {
  const clock = createFakeClock(0);
  const paper = new Offered(7, clock);
  const over: string[] = [];
  const pause = (name: string, wait: number) => paper.pause(wait).then(() => over.push(name));
  return { clock, paper, over, pause };
}

it('pauses between two tries', async () => {
  const { clock, over, pause } = offered();
  const first = pause('first', 1_000);
  clock.advance(999);
  await Promise.resolve();
  expect(over).toEqual([]);
  clock.advance(1);
  await first;
  expect(over).toEqual(['first']);
});

it('holds up nobody when it is withdrawn, be it in a pause or during the try before it', async () => {
  const { paper, pause } = offered();
  const first = pause('first', 30_000);
  paper.withdraw();
  await first;
  await pause('second', 30_000);
  expect(paper.withdrawn).toBe(true);
});
