import type { ClientMessage, Position } from '@posthouse/protocol';
import { describe, expect, it } from 'vitest';
import { ClientError } from './client-error.ts';
import { Subscriptions, type RoomListener } from './subscriptions.ts';

const timestamp = '2026-01-01T00:00:00.000Z';
const room = { name: 'alarms', key: 'lines/1' };

function setUp(since?: Position) {
  const sent: ClientMessage[] = [];
  const heard: (readonly unknown[])[] = [];
  let online = true;
  const subscriptions = new Subscriptions((message) => {
    if (online) sent.push(message);
    return online;
  });
  const listener: RoomListener = {
    message: (data, pos) => heard.push(['message', data, pos?.seq]),
    snapshot: (values) => heard.push(['snapshot', values]),
    gap: ({ from, to }) => heard.push(['gap', from.seq, to.seq]),
    subscribed: (recovered) => heard.push(['subscribed', recovered]),
    refused: ({ code }) => heard.push(['refused', code]),
  };
  const subscription = subscriptions.open(room, listener, since);
  return {
    sent,
    heard,
    subscriptions,
    subscription,
    listener,
    line: (up: boolean) => {
      online = up;
    },
    subscribed: (recovered: boolean, pos?: Position) =>
      subscriptions.receive({
        type: 'subscribed',
        timestamp,
        room,
        data: { recovered, ...(pos && { pos }) },
      }),
    message: (data: unknown, pos?: Position) =>
      subscriptions.receive({ type: 'message', timestamp, room, ...pos, data }),
    gap: (from: Position, to: Position) =>
      subscriptions.receive({ type: 'gap', timestamp, room, data: { from, to, reason: 'expired' } }),
  };
}

const at = (seq: number, epoch = 'e'): Position => ({ epoch, seq });

describe('a subscription', () => {
  it('resumes on a new connection after the last message it handed over', () => {
    const { sent, subscriptions, subscribed, message, subscription } = setUp();
    subscribed(false, at(4));
    message('a', at(5));
    message('b', at(9));
    subscriptions.opened();
    expect(sent).toEqual([
      { type: 'subscribe', room },
      { type: 'subscribe', room, data: { since: at(9) } },
    ]);
    expect(subscription.pos).toEqual(at(9));
  });

  it('resumes where an earlier life of the program stopped', () => {
    const { sent } = setUp(at(7));
    expect(sent).toEqual([{ type: 'subscribe', room, data: { since: at(7) } }]);
  });

  it('hands over once what it is told twice', () => {
    const { heard, subscribed, message } = setUp();
    subscribed(false, at(0));
    for (const seq of [1, 2, 2, 1, 3]) message(`m${seq}`, at(seq));
    expect(heard.filter(([kind]) => kind === 'message')).toHaveLength(3);
  });

  it('takes the same numbers of another epoch for new', () => {
    const { heard, subscribed, message } = setUp();
    subscribed(false, at(0));
    message('a', at(5));
    message('b', at(5, 'f'));
    expect(heard.slice(1)).toEqual([
      ['message', 'a', 5],
      ['message', 'b', 5],
    ]);
  });

  it('keeps its place until a gap has been told, so that a break cannot hide it', () => {
    const { sent, subscriptions, subscribed, gap } = setUp(at(3));
    subscribed(false, at(90));
    subscriptions.opened();
    expect(sent.at(-1)).toMatchObject({ data: { since: at(3) } });
    subscribed(false, at(90));
    gap(at(3), at(90));
    subscriptions.opened();
    expect(sent.at(-1)).toMatchObject({ data: { since: at(90) } });
  });

  it('hears nothing before it is answered: what still comes is for an earlier subscription of the room', () => {
    const { heard, sent, subscriptions, subscription, listener, subscribed, message } = setUp(at(3));
    subscribed(true, at(3));
    message('a', at(4));
    message('b', at(5));
    subscription.close();
    subscriptions.open(room, listener, at(3));
    message('on the way', at(6));
    expect(sent.at(-1)).toEqual({ type: 'subscribe', room, data: { since: at(3) } });
    subscribed(true, at(3));
    for (const seq of [4, 5, 6]) message('again', at(seq));
    expect(heard.filter(([kind]) => kind === 'message').map(([, data, seq]) => [data, seq])).toEqual([
      ['a', 4],
      ['b', 5],
      ['again', 4],
      ['again', 5],
      ['again', 6],
    ]);
  });

  it('knows the answer to an earlier subscription by its place', () => {
    const { heard, subscriptions, subscription, listener, subscribed, message } = setUp(at(7));
    subscription.close();
    subscriptions.open(room, listener, at(3));
    subscribed(true, at(7));
    message('on the way', at(8));
    subscribed(true, at(3));
    for (const seq of [4, 5, 6, 7, 8]) message('again', at(seq));
    expect(heard.filter(([kind]) => kind === 'subscribed')).toHaveLength(1);
    expect(heard.filter(([kind]) => kind === 'message').map(([, , seq]) => seq)).toEqual([4, 5, 6, 7, 8]);
  });

  it('hears nothing of the old connection on a new one', () => {
    const { heard, subscriptions, subscribed, message } = setUp(at(3));
    subscribed(true, at(3));
    subscriptions.opened();
    message('early', at(9));
    subscribed(true, at(3));
    message('a', at(4));
    expect(heard.filter(([kind]) => kind === 'message')).toEqual([['message', 'a', 4]]);
  });

  it('hands over messages of rooms that keep no places', () => {
    const { heard, message, subscribed, subscription } = setUp();
    subscribed(false);
    message(1);
    message(1);
    expect(heard.slice(1)).toEqual([
      ['message', 1, undefined],
      ['message', 1, undefined],
    ]);
    expect(subscription.pos).toBeUndefined();
  });

  it('is asked for again when a whole round brought no answer', () => {
    const { sent, subscriptions, subscribed } = setUp();
    subscriptions.repeat();
    expect(sent).toHaveLength(1);
    subscriptions.repeat();
    expect(sent).toHaveLength(2);
    subscribed(false);
    subscriptions.repeat();
    subscriptions.repeat();
    expect(sent).toHaveLength(2);
  });

  it('outlives a refusal that passes and ends with one that does not', () => {
    const { heard, sent, subscriptions } = setUp();
    expect(subscriptions.refused(room, new ClientError('KERNEL_STORE_UNAVAILABLE'))).toBe(true);
    subscriptions.repeat();
    subscriptions.repeat();
    expect(sent).toHaveLength(2);
    subscriptions.refused(room, new ClientError('KERNEL_FORBIDDEN'));
    expect(heard).toEqual([['refused', 'KERNEL_FORBIDDEN']]);
    subscriptions.opened();
    expect(sent).toHaveLength(2);
  });

  it('is over when it is closed: nothing more is heard, and the room may be had anew', () => {
    const { heard, sent, subscriptions, subscription, message, listener } = setUp();
    expect(() => subscriptions.open(room, listener)).toThrow(
      expect.objectContaining({ code: 'NATIVE_TAKEN' }),
    );
    subscription.close();
    subscription.close();
    message('late');
    expect(heard).toEqual([]);
    expect(sent.slice(1)).toEqual([{ type: 'unsubscribe', room }]);
    subscriptions.open(room, listener);
    expect(sent).toHaveLength(3);
  });

  it('needs no connection to be made', () => {
    const { line, subscriptions, listener, sent } = setUp();
    line(false);
    subscriptions.open({ name: 'jobs', key: 'print' }, listener);
    line(true);
    subscriptions.opened();
    expect(sent.map((message) => 'room' in message && message.room.name)).toEqual([
      'alarms',
      'alarms',
      'jobs',
    ]);
  });
});
