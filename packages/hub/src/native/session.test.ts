import { refuse, type Handshake, type Kernel, type Peer } from '@posthouse/kernel';
import { expect, it } from 'vitest';
import type { Said } from './codec.ts';
import type { Context } from './context.ts';
import { Session } from './session.ts';

it('K10: tells the kernel of each refusal of its own, so that who goes on is cut', async () => {
  const refused: string[] = [];
  const said: Said[] = [];
  const room = { name: 'yard.secret', key: 'a' };
  const context = {
    peer: { id: 'p', open() {}, refused: (code: string) => void refused.push(code) } as unknown as Peer,
    kernel: {
      clock: { now: () => 0 },
      store: { epoch: 'e' },
      auth: { who: async () => ({ id: 'guest', roles: [], anonymous: false }) },
      rooms: { join: async () => refuse('KERNEL_FORBIDDEN') },
    } as unknown as Kernel,
    catalog: { rooms: new Map([[room.name, {}]]), boxes: new Map() } as unknown as Context['catalog'],
    limits: { message: 1, subscriptions: 1, holds: 1, rate: 1 },
    methods: new Map(),
    say: (message) => void said.push(message),
    text: (code) => code,
  } satisfies Context;
  const session = new Session(context, {} as Handshake);
  for (const word of [
    { type: 'subscribe', room },
    { type: 'hello', data: { client: 'raw/1', version: 1 } },
    { type: 'no such word' },
    { type: 'subscribe', room: { name: 'nowhere', key: 'a' } },
    { type: 'subscribe', room },
    { type: 'hold', data: { box: 'nowhere', key: 'a' } },
  ]) {
    await session.message(JSON.stringify(word));
  }
  const told = said.flatMap((message) => (message.type === 'error' ? [message.data.code] : []));
  expect(told).toEqual([
    'NATIVE_HELLO_FIRST',
    'NATIVE_UNKNOWN_TYPE',
    'NATIVE_NO_ROOM',
    'KERNEL_FORBIDDEN',
    'NATIVE_NO_MAILBOX',
  ]);
  expect(refused).toEqual(told.filter((code) => code !== 'KERNEL_FORBIDDEN'));
});
