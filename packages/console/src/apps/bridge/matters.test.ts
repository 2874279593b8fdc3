import type { Station } from '@posthouse/bridge/contract';
import { expect, it } from 'vitest';
import { mattersOf } from './matters.ts';

const station = (clientId: string, connected: boolean): [string, Station] => [
  clientId,
  {
    clientId,
    connected,
    socketId: 's',
    sockets: connected ? 1 : 0,
    reports: true,
    since: '2026-05-01T08:00:00Z',
  },
];
const waits = (clientId: string, jobs: number) => ({ clientId, jobs, since: '2026-05-01T08:00:00Z' });

it('needs nobody while nothing is open', () => {
  expect(mattersOf({ uncertain: 0, waiting: [] }, new Map([station('A', false)]))).toEqual([]);
});

it('names stations that are away while jobs wait, also those never seen since the start', () => {
  const open = { uncertain: 2, waiting: [waits('A', 1), waits('B', 3), waits('C', 2)] };
  const found = mattersOf(open, new Map([station('A', true), station('B', false)]));
  expect(found.map(({ id, n }) => [id, n])).toEqual([
    ['bridge-uncertain', 2],
    ['bridge-away-B', 3],
    ['bridge-away-C', 2],
  ]);
});
