import type { Sample } from '../sample.ts';
import type { ClientMessage, ClientType } from './inbound.ts';
import type { HubMessage, HubType } from './outbound.ts';

const timestamp = '2026-01-01T08:00:00.000Z';
const room = { name: 'shared', key: 'shared/demo' };
const epoch = 'k3x9';
const box = { box: 'papers', key: 'print/printer/1' };
const item = `${epoch}.7`;

/** One message of every type that a client may say. */
const said: { readonly [T in ClientType]: Extract<ClientMessage, { type: T }> } = {
  hello: { type: 'hello', id: '1', data: { client: 'my-program/1.0', version: 1 } },
  ping: { type: 'ping', id: '2', data: {} },
  subscribe: { type: 'subscribe', id: '3', room, data: { since: { epoch, seq: 41 } } },
  unsubscribe: { type: 'unsubscribe', id: '4', room },
  publish: { type: 'publish', id: '5', room, data: { text: '你好，驿站' } },
  hold: { type: 'hold', id: '6', data: { ...box, remembers: 'journal-5f2c' } },
  release: { type: 'release', id: '7', data: box },
  start: { type: 'start', id: '8', data: { item } },
  taken: { type: 'taken', id: '9', data: { item, by: 'journal-5f2c' } },
  over: { type: 'over', id: '10', data: { item, how: 'done', report: { evidence: 'printed' } } },
  evidence: { type: 'evidence', id: '11', data: { item, report: { state: 'paper-low' } } },
  request: { type: 'request', id: '12', data: { method: 'whoami' } },
};

/** One message of every type that the hub may say. */
const told: { readonly [T in HubType]: Extract<HubMessage, { type: T }> } = {
  welcome: {
    type: 'welcome',
    timestamp,
    id: '1',
    data: {
      session: 'p1-1',
      now: 1_767_254_400_000,
      epoch,
      limits: { message: 1_048_576, subscriptions: 256, holds: 64, rate: 200 },
    },
  },
  pong: { type: 'pong', timestamp, id: '2', data: {} },
  reconnect: { type: 'reconnect', timestamp, data: { after: 1_500 } },
  error: {
    type: 'error',
    timestamp,
    id: '3',
    data: { code: 'NATIVE_NO_ROOM', message: '没有这个房间', about: { type: 'subscribe', room } },
  },
  subscribed: { type: 'subscribed', timestamp, room, data: { recovered: true, pos: { epoch, seq: 41 } } },
  snapshot: { type: 'snapshot', timestamp, room, data: { values: [{ id: 1, status: 'completed' }] } },
  message: { type: 'message', timestamp, room, epoch, seq: 42, data: { text: '你好，驿站' } },
  gap: {
    type: 'gap',
    timestamp,
    room,
    data: { from: { epoch, seq: 3 }, to: { epoch, seq: 41 }, reason: 'expired' },
  },
  held: { type: 'held', timestamp, id: '6', data: { ...box, lease: 3 } },
  conflict: { type: 'conflict', timestamp, id: '6', data: box },
  lost: { type: 'lost', timestamp, data: box },
  item: {
    type: 'item',
    timestamp,
    data: { item, ...box, seq: 12, tries: 0, body: { job: 5, copy: 1, attempt: 1, content: '珍珠奶茶 x1' } },
  },
  go: { type: 'go', timestamp, id: '8', data: { item } },
  revoke: { type: 'revoke', timestamp, data: { item } },
  recorded: { type: 'recorded', timestamp, id: '10', data: { item } },
  skipped: { type: 'skipped', timestamp, data: { ...box, seq: 13, how: 'revoked' } },
  response: {
    type: 'response',
    timestamp,
    id: '12',
    data: { result: { id: 'local', roles: ['local'], anonymous: false } },
  },
};

/** Every message of the native protocol, as it may look. */
export const nativeSamples: readonly Sample[] = [
  ...Object.values(said).map((sample): Sample => ({
    endpoint: 'native',
    direction: 'in',
    name: sample.type,
    sample,
  })),
  ...Object.values(told).map((sample): Sample => ({
    endpoint: 'native',
    direction: 'out',
    name: sample.type,
    sample,
  })),
];
