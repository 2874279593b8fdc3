import { expect, it } from 'vitest';
import { Offenders } from './offenders.ts';

const BAD = '10.0.0.9';

it('lets four connections in while an address waits, and all when it has waited', () => {
  const offenders = new Offenders();
  expect(offenders.waitOf(BAD, 0)).toBe(0);
  offenders.add(BAD, 0);
  const waits = Array.from({ length: 6 }, () => offenders.waitOf(BAD, 500));
  expect(waits).toEqual([0, 0, 0, 0, 3_500, 3_500]);
  expect(offenders.waitOf('10.0.0.1', 500)).toBe(0);
  expect(offenders.waitOf(BAD, 4_000)).toBe(0);
});

it('doubles the wait with each later offence up to 32 s, counts those within one wait once, and forgives', () => {
  const offenders = new Offenders();
  let mono = 0;
  const offend = () => {
    offenders.add(BAD, mono);
    offenders.add(BAD, mono);
    for (let free = 0; free < 4; free++) offenders.waitOf(BAD, mono);
    const wait = offenders.waitOf(BAD, mono);
    mono += wait;
    return wait;
  };
  expect(Array.from({ length: 5 }, offend)).toEqual([4_000, 8_000, 16_000, 32_000, 32_000]);
  mono += 300_000;
  expect(offend()).toBe(4_000);
});

it('remembers a thousand addresses, the latest', () => {
  const offenders = new Offenders();
  for (let index = 0; index < 5_000; index++) offenders.add(`10.0.${index >> 8}.${index & 255}`, index / 10);
  expect(offenders.size).toBe(1_024);
  const waitOf = (address: string) => Array.from({ length: 5 }, () => offenders.waitOf(address, 500)).at(-1);
  expect(waitOf('10.0.0.0')).toBe(0);
  expect(waitOf('10.0.19.135')).toBeGreaterThan(0);
});
