import type { ClientMessage, ClientType } from '@posthouse/protocol';

/** One well-formed message of every type that a native peer may say. */
export function sayings({ room, key }: { room: string; key: string }): Record<ClientType, ClientMessage> {
  const item = 'nothing:1';
  return {
    hello: { type: 'hello', id: 'x', data: { client: 'table/1', version: 1 } },
    ping: { type: 'ping', id: 'x', data: {} },
    subscribe: { type: 'subscribe', id: 'x', room: { name: room, key } },
    unsubscribe: { type: 'unsubscribe', id: 'x', room: { name: room, key } },
    publish: { type: 'publish', id: 'x', room: { name: room, key }, data: {} },
    hold: { type: 'hold', id: 'x', data: { box: 'print', key } },
    release: { type: 'release', id: 'x', data: { box: 'print', key } },
    start: { type: 'start', id: 'x', data: { item } },
    taken: { type: 'taken', id: 'x', data: { item, by: 'x' } },
    over: { type: 'over', id: 'x', data: { item, how: 'done' } },
    evidence: { type: 'evidence', id: 'x', data: { item, report: {} } },
    request: { type: 'request', id: 'x', data: { method: 'whoami' } },
  };
}
