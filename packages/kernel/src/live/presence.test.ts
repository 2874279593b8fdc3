import { createBus } from '@posthouse/bus-local';
import { expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createPresence } from './presence.ts';

function setUp() {
  const clock = createFakeClock();
  const bus = createBus();
  const changes: string[] = [];
  const presence = createPresence({
    bus,
    clock,
    grace: 5_000,
    changed: (key, here) => void changes.push(`${key} ${here}`),
  });
  return { clock, bus, changes, presence };
}

it('counts connections and lets a reconnect within the grace pass unnoticed', async () => {
  const { clock, bus, changes, presence } = setUp();
  const first = presence.enter('devices/1', 'v1');
  const second = presence.enter('devices/1', 'v2');
  first();
  first();
  clock.advance(60_000);
  expect(presence.here('devices/1')).toBe(true);
  second();
  clock.advance(4_999);
  const third = presence.enter('devices/1', 'v3');
  clock.advance(60_000);
  expect(await bus.present('devices/')).toEqual(new Map([['devices/1', 'v3']]));
  expect(changes).toEqual(['devices/1 true']);
  third();
  clock.advance(5_000);
  expect(changes).toEqual(['devices/1 true', 'devices/1 false']);
  expect(await bus.present('devices/')).toEqual(new Map());
});

it('leaves nothing in the wheel once stopped', () => {
  const { clock, changes, presence } = setUp();
  presence.enter('devices/1', 'v')();
  presence.stop();
  clock.advance(60_000);
  expect(changes).toEqual(['devices/1 true']);
});

it('hears of no departure once stopped', () => {
  const { clock, changes, presence } = setUp();
  const leave = presence.enter('devices/1', 'v');
  presence.stop();
  leave();
  clock.advance(60_000);
  expect(changes).toEqual(['devices/1 true']);
});
