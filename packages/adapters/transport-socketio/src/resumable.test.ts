import {
  refuse,
  type App,
  type Handshake,
  type Kernel,
  type LogRoom,
  type Log,
  type Peer,
  type Principal,
  type Rooms,
  type Store,
} from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { CAUGHT_UP } from './engine-wire.ts';
import { positionOf } from './event-frame.ts';
import { resumableAccept } from './resumable.ts';
import { Session, type SessionState } from './session.ts';

const events: LogRoom = {
  name: 'events',
  kind: 'log',
  keep: { count: 10, age: 1_000, durable: true },
  sequence: 'room',
  may: () => true,
};
const viewer: Principal = { id: 'viewer', roles: [], anonymous: false };
const at = { epoch: 'e', seq: 10 };
const hello = {} as Handshake;
const log: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A connection of one session, with everything that happens to store, rooms and peer in one list. */
function setUp(state: Partial<SessionState>, answers: { state?: Peer['state']; refused?: string } = {}) {
  const happened: unknown[] = [];
  const store = {
    write: async ({ name }: { name: string }, args: { key?: string; forGood?: boolean }) =>
      void happened.push([name, args.key ?? args.forGood]),
  } as unknown as Store;
  const session = new Session(
    {
      pid: 'p',
      sid: 's',
      lease: 1,
      log: 'events',
      at,
      resumed: false,
      principal: null,
      members: [],
      ...state,
    },
    store,
    log,
  );
  const peer = {
    principal: viewer,
    state: answers.state ?? 'open',
    codec: {
      id: 'inner',
      encode: (_room: string, key: string) => ({ data: `["e","${key}"]` }),
      direct: () => ({ data: '["direct"]' }),
    },
    send: (message: unknown) =>
      happened.push(peer.codec.direct(message as never) === CAUGHT_UP ? 'caught up' : message),
    close: (code: number) => happened.push(['closed', code]),
    open: (principal: Principal) => happened.push(['open', principal.id]),
  } as unknown as Peer & { codec: { direct(message: never): unknown } };
  const rooms: Rooms = {
    publish() {},
    leave: (_peer, room, key) => void happened.push(['leave', room, key]),
    join: async (_peer, room, key, since) => {
      happened.push(['join', room.name, key, since?.seq]);
      return answers.refused === undefined ? { recovered: true } : refuse(answers.refused);
    },
  };
  const accept = async (use: (own: Rooms) => Promise<unknown> = async () => {}) => {
    const app: Pick<App, 'accept' | 'rooms'> = {
      rooms: [events],
      async accept(_peer, _hello, kernel) {
        await use(kernel.rooms);
        return { message: async () => {}, pong() {}, closed() {} };
      },
    };
    return resumableAccept(app, () => session)(peer, hello, { rooms } as unknown as Kernel);
  };
  return { happened, peer, accept };
}

const member = (key: string, since: number) => ({ room: 'events', key, since });

describe('a connection with a session', () => {
  it('stores a membership before it joins, and takes it back when it leaves', async () => {
    const { happened, peer, accept } = setUp({});
    await accept(async (rooms) => {
      await rooms.join(peer, events, 'a');
      rooms.leave(peer, 'events', 'a');
    });
    expect(happened).toEqual([
      ['socketio.remember', 'a'],
      ['join', 'events', 'a', undefined],
      ['leave', 'events', 'a'],
      ['socketio.forget', 'a'],
    ]);
  });

  it('forgets a room that it may not enter, but not one that its end kept it from', async () => {
    const may = setUp({}, { refused: 'KERNEL_FORBIDDEN' });
    await may.accept((rooms) => rooms.join(may.peer, events, 'a'));
    expect(may.happened.at(-1)).toEqual(['socketio.forget', 'a']);
    const gone = setUp({}, { refused: 'KERNEL_UNAUTHENTICATED', state: 'closed' });
    await gone.accept((rooms) => rooms.join(gone.peer, events, 'a'));
    expect(gone.happened.at(-1)).toEqual(['join', 'events', 'a', undefined]);
  });

  it('puts positions on messages of its log alone, and encodes each once per codec (K8)', async () => {
    const { peer, accept } = setUp({});
    await accept(async (rooms) => {
      await rooms.join(peer, events, 'a');
      const { codec } = peer;
      await rooms.join(peer, events, 'b');
      expect(peer.codec).toBe(codec);
    });
    const message = { kind: 'message', message: 1 } as const;
    expect(positionOf(peer.codec.encode('events', 'a', message, at)!)).toEqual(at);
    expect(positionOf(peer.codec.encode('other', 'a', message, at)!)).toBeUndefined();
    const subscribed = { kind: 'subscribed', recovered: true } as const;
    expect(positionOf(peer.codec.encode('events', 'a', subscribed, at)!)).toBeUndefined();
  });
});

describe('a resumed connection', () => {
  const members = [member('a', 3), member('b', 14)];

  it('joins its rooms from where the client stands or joined, then says so', async () => {
    const { happened, accept } = setUp({ resumed: true, members });
    await accept();
    expect(happened).toEqual([['join', 'events', 'a', 10], ['join', 'events', 'b', 14], 'caught up']);
  });

  it('joins no room twice that the app joins itself', async () => {
    const { happened, peer, accept } = setUp({ resumed: true, members: [member('a', 3)] });
    await accept((rooms) => rooms.join(peer, events, 'a'));
    expect(happened).toEqual([['socketio.remember', 'a'], ['join', 'events', 'a', 10], 'caught up']);
  });

  it('keeps its rooms when it goes in the middle', async () => {
    const { happened, accept } = setUp({ resumed: true, members }, { refused: 'GONE', state: 'closed' });
    await accept();
    expect(happened).not.toContainEqual(['socketio.forget', 'a']);
  });

  it('of somebody else begins anew', async () => {
    const { happened, accept } = setUp({ resumed: true, members, principal: { ...viewer, id: 'other' } });
    await accept();
    expect(happened).toEqual([
      ['socketio.close', true],
      ['closed', 1012],
    ]);
  });

  it('of whom nobody knows yet who it is begins anew: its session is no credential', async () => {
    const { happened, accept } = setUp({ resumed: true, members, principal: viewer }, { state: 'opening' });
    await accept();
    expect(happened).toEqual([
      ['socketio.close', true],
      ['closed', 1012],
    ]);
  });
});
