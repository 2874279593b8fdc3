import type { Clock } from '@posthouse/kernel';
import { expect, it } from 'vitest';
import { Countdown } from './countdown.ts';

class ManualClock implements Clock {
  time = 0;
  now(): number {
    return this.time;
  }
  mono(): number {
    return this.time;
  }
  after(): () => void {
    return () => undefined;
  }
}

it('runs while the printer is well, and anew after a sign of life', () => {
  const clock = new ManualClock();
  const countdown = new Countdown(clock, 15_000, 60_000);
  clock.time = 14_000;
  expect(countdown.left(false)).toBe(1_000);
  countdown.restart();
  expect(countdown.left(false)).toBe(15_000);
  countdown.restart(2_000);
  clock.time += 2_000;
  expect(countdown.left(false)).toBe(0);
});

it('stands still while the printer is in trouble, and then has all its time again', () => {
  const clock = new ManualClock();
  const countdown = new Countdown(clock, 15_000, 60_000);
  clock.time = 10_000;
  expect(countdown.left(true)).toBe(60_000);
  clock.time = 50_000;
  expect(countdown.left(true)).toBe(20_000);
  expect(countdown.left(false)).toBe(15_000);
});

it('has patience with one trouble, not with the sum of all', () => {
  const clock = new ManualClock();
  const countdown = new Countdown(clock, 15_000, 60_000);
  countdown.left(true);
  clock.time = 59_000;
  countdown.left(true);
  countdown.left(false);
  clock.time = 60_000;
  expect(countdown.left(true)).toBe(60_000);
  clock.time = 120_000;
  expect(countdown.left(true)).toBe(0);
});
