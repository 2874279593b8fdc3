import type { Client, Status } from '@posthouse/client';
import { describe, expect, it } from 'vitest';
import { createHubLink, secondsUntil } from './hub.ts';

function rig() {
  const made: { token: unknown; say: (status: Status) => void; closed: boolean; rooms: string[] }[] = [];
  const link = createHubLink('ws://hub/ws', ((options: { token?: string }) => {
    const one = {
      token: options.token,
      say: (() => {}) as (status: Status) => void,
      closed: false,
      rooms: [] as string[],
    };
    made.push(one);
    return {
      onStatus: (watch: (status: Status) => void) => {
        one.say = watch;
        return () => {};
      },
      subscribe: (room: { name: string }) => {
        one.rooms.push(room.name);
        return { room, pos: undefined, close: () => {} };
      },
      close: () => (one.closed = true),
    } as unknown as Client;
  }) as never);
  return { link, made };
}

describe('the one connection', () => {
  it('says how it is, and when it will try again', () => {
    const { link, made } = rig();
    link.open(null);
    expect(made[0]?.token).toBeUndefined();
    expect(link.state.value).toBe('connecting');
    made[0]!.say({ is: 'open', session: 's' });
    expect([link.state.value, link.nextTry.value]).toEqual(['open', null]);
    made[0]!.say({ is: 'waiting', wait: 4_000, failures: 1 });
    expect(link.state.value).toBe('waiting');
    expect(link.nextTry.value).toBeGreaterThan(0);
  });

  it('speaks for another person on another connection, with the rooms that are in use', () => {
    const { link, made } = rig();
    link.shares.log({ name: 'events', key: 'all' });
    link.open('first');
    expect(made[0]?.rooms).toEqual(['events']);
    link.open('second');
    expect([made[0]?.closed, made[1]?.token, made[1]?.rooms]).toEqual([true, 'second', ['events']]);
    // What the old one says late is not heard.
    made[1]!.say({ is: 'open', session: 's' });
    made[0]!.say({ is: 'closed', code: 1000, reason: '' });
    expect(link.state.value).toBe('open');
  });
});

it('counts whole seconds down, never below nought', () => {
  expect([secondsUntil(null, 0), secondsUntil(4_000, 1), secondsUntil(4_000, 5_000)]).toEqual([null, 4, 0]);
});
