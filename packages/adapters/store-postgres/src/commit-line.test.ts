import type { Commit } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { CommitLine } from './commit-line.ts';

const commit = (at: number): Commit => ({ at, wakes: [], due: null, publications: [] });

function lineOf(places: number) {
  const told: number[] = [];
  const line = new CommitLine(({ at }) => told.push(at));
  return { told, fill: Array.from({ length: places }, () => line.enter()) };
}

describe('CommitLine', () => {
  it('K1: tells in the order of the places, whatever order the answers come in', async () => {
    const { told, fill } = lineOf(3);
    const third = fill[2]!(commit(3));
    const second = fill[1]!(commit(2));
    expect(told).toEqual([]);
    await Promise.all([fill[0]!(commit(1)), second, third]);
    expect(told).toEqual([1, 2, 3]);
  });

  it('passes over a commit that failed', async () => {
    const { told, fill } = lineOf(2);
    const second = fill[1]!(commit(2));
    await Promise.all([fill[0]!(null), second]);
    expect(told).toEqual([2]);
  });
});
