import { CodedError, reply, type Call, type Route } from '@posthouse/kernel';
import type { Text } from '@posthouse/protocol';
import { ANSWERS, bridgeErrors } from '../contract.ts';
import type { BridgeConfig } from '../config.ts';
import { stationId, type Payload } from '../rules.ts';
import type { Door } from '../stations/door.ts';
import type { BridgeStore } from '../store.ts';
import { nestQuery } from './nested-query.ts';

/** Where the same route is found: on the old port also under the main one's path, for the pages that both serve. */
const DOORS = [
  ['bridge', ''],
  ['bridge', '/bridge'],
  ['main', '/bridge'],
] as const;

type Flat = Readonly<Record<string, unknown>>;

/** The old server's two routes (contract §3): always 200, told apart by `message` alone. */
export function oldRoutes(
  { jobs }: BridgeStore,
  door: Door,
  { expiry }: Pick<BridgeConfig, 'expiry'>,
): readonly Route[] {
  async function startPrint(call: Call<unknown, Flat>) {
    const { clientId, queue, expiresIn, token: _token, ...fields } = nestQuery(call.query);
    const id = typeof clientId === 'string' ? stationId(clientId) : null;
    const queued = queue === '1' || queue === 'true';
    if (id === null || (!queued && !door.find(id))) return answer(ANSWERS.unknown);
    const online = await door.seat(id);
    const payload = payloadOf(fields);
    if (!payload && (online || queued)) {
      return answer(bridgeErrors.BRIDGE_DATA_MISSING.text.zh, { code: 'BRIDGE_DATA_MISSING' });
    }
    const expires = queued ? call.kernel.clock.now() + spanOf(expiresIn, expiry) : null;
    try {
      const args = { clientId: id, payload: payload ?? {}, queue: queued, expires, online };
      const job = await call.write(jobs.create, args);
      const there = online && (await stillThere(call, id, job.id));
      if (queued) return answer(ANSWERS.accepted, { job: job.id, state: job.state }, job.id);
      return answer(there ? ANSWERS.accepted : ANSWERS.offline, {}, job.id);
    } catch (error) {
      // Its mailbox is full: it is as good as away, and the old caller knows no other word.
      if (error instanceof CodedError && error.code === 'KERNEL_MAILBOX_FULL')
        return answer(ANSWERS.offline, { code: error.code });
      throw error;
    }
  }

  /** The station may have left while the job was written; then nothing was sent. */
  async function stillThere(call: Call<unknown, Flat>, clientId: string, id: number): Promise<boolean> {
    if (door.isSeated(clientId)) return true;
    const job = await call.read(jobs.get, { id });
    return !('state' in job) || job.state !== 'offline';
  }

  return DOORS.flatMap(([endpoint, prefix]) => [
    declare(endpoint, `${prefix}/getStatus`, 'bridge.station.read', false, WORDS.status, async () =>
      answerWith({
        data: door.list().map(({ clientId, connected, socketId }) => ({ clientId, connected, socketId })),
      }),
    ),
    declare(endpoint, `${prefix}/startPrint`, 'bridge.job.create', true, WORDS.print, startPrint),
  ]);
}

const WORDS = {
  status: { zh: '旧接口：打印站列表', en: 'Of old: the stations' },
  print: { zh: '旧接口：让打印站打印', en: 'Of old: print on a station' },
} as const satisfies Record<string, Text>;

function declare(
  endpoint: string,
  path: string,
  permission: string,
  effects: boolean,
  summary: Text,
  handle: (call: Call<unknown, Flat>) => Promise<unknown>,
): Route {
  return {
    endpoints: [endpoint],
    method: 'GET',
    path,
    permission,
    effects,
    summary,
    schema: {},
    errorBody: (code, message) => ({ message, code }),
    handle,
  };
}

/** The parameter under the name it came with, both if both came; a caller that calls it otherwise gets its way too. */
function payloadOf(fields: Record<string, unknown>): Payload | null {
  const { name, printData, template } = fields;
  if (name !== undefined || printData !== undefined) {
    return {
      ...(name !== undefined && { name }),
      ...(printData !== undefined && { printData }),
      ...(template !== undefined && { template }),
    };
  }
  return Object.keys(fields).length > 0 ? fields : null;
}

const WEEK = 604_800;

function spanOf(given: unknown, fallback: number): number {
  const seconds = typeof given === 'string' ? Number(given) : Number.NaN;
  return seconds >= 1 && seconds <= WEEK ? seconds * 1_000 : fallback;
}

function answer(message: string, more: object = {}, job?: number) {
  return answerWith({ message, ...more }, job);
}

/** Whoever the door has let in may read it, as with the old server. The job's number goes in a header of ours. */
function answerWith(body: object, job?: number) {
  return reply({
    headers: {
      'access-control-allow-origin': '*',
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(job !== undefined && { 'x-posthouse-job': String(job) }),
    },
    body,
  });
}
