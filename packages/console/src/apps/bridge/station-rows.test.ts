import type { Job, Station } from '@posthouse/bridge/contract';
import { expect, it } from 'vitest';
import { stationRows } from './station-rows.ts';

const at = '2026-05-01T08:00:00Z';
const station = (clientId: string, connected: boolean): [string, Station] => [
  clientId,
  { clientId, connected, socketId: 's', sockets: 1, reports: true, since: at },
];
const job = (id: number, clientId: string, sent: boolean) =>
  ({ id, clientId, sent_at: sent ? at : null }) as Job;

it('lists who is there, then who is waited for, with what each printed last', () => {
  const rows = stationRows(
    new Map([station('c', false), station('b', true), station('a', true)]),
    { uncertain: 0, waiting: [{ clientId: 'new', jobs: 2, since: at }] },
    // Newest first; the newest of b has not been sent.
    [job(9, 'b', false), job(7, 'b', true), job(5, 'b', true)],
  );
  expect(rows.map(({ clientId, waiting, last }) => [clientId, waiting, last?.id ?? null])).toEqual([
    ['a', 0, null],
    ['b', 0, 7],
    ['new', 2, null],
    ['c', 0, null],
  ]);
  expect(rows[2]?.station).toBeNull();
});
