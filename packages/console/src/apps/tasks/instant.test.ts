import { expect, it } from 'vitest';
import { createInstant } from './instant.ts';

const iso = (timezone: string, local: string) => new Date(createInstant(timezone)(local)).toISOString();

it('finds the moment of a time that was told without its zone', () => {
  expect(iso('Asia/Shanghai', '2026-05-01T09:30:00.250')).toBe('2026-05-01T01:30:00.250Z');
  expect(iso('UTC', '2026-05-01T09:30:00.250')).toBe('2026-05-01T09:30:00.250Z');
  expect(iso('America/St_Johns', '2026-01-15T12:00:00.000')).toBe('2026-01-15T15:30:00.000Z');
});

it('finds it on both sides of the hour in which the clocks change', () => {
  expect(iso('Europe/Berlin', '2026-03-29T01:59:59.000')).toBe('2026-03-29T00:59:59.000Z');
  expect(iso('Europe/Berlin', '2026-03-29T03:00:00.000')).toBe('2026-03-29T01:00:00.000Z');
  expect(iso('Europe/Berlin', '2026-10-25T03:00:00.000')).toBe('2026-10-25T02:00:00.000Z');
});
