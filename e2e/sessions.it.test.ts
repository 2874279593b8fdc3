import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import {
  connect as connectTcp,
  createServer,
  type AddressInfo,
  type Server,
  type Socket as TcpSocket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTaskHub, type TaskHub } from './task-hub.ts';

let folder: string;
let hub: TaskHub;
const clients: Socket[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthouse-sessions-'));
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await hub.close();
  await rm(folder, { recursive: true });
});

interface Watcher {
  readonly socket: Socket;
  readonly seen: number[];
  /** The trailing argument of each event, by its name. */
  readonly offsets: [string, unknown][];
  readonly join: (task: number) => Promise<unknown>;
}

function connect(port = hub.port, options: object = {}): Watcher {
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 40,
    ...options,
  });
  clients.push(socket);
  const seen: number[] = [];
  const offsets: [string, unknown][] = [];
  socket.on('task_completed', ({ n }: { n: number }) => seen.push(n));
  socket.onAny((event: string, ...args: unknown[]) => offsets.push([event, args[1]]));
  return {
    socket,
    seen,
    offsets,
    join: (task) => {
      const joined = event(socket, 'task_status');
      socket.emit('join_task', { task_id: task });
      return joined;
    },
  };
}

const event = (socket: Socket, name: string) => once(socket as never, name);

/** Cuts the connection under the client, which notices at once. */
function cut(socket: Socket): void {
  (socket.io.engine as unknown as { transport: { ws: { terminate(): void } } }).transport.ws.terminate();
}

async function cutAndReturn(
  socket: Socket,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<void> {
  socket.io.reconnection(false);
  const gone = event(socket, 'disconnect');
  cut(socket);
  await gone;
  await meanwhile();
  socket.io.reconnection(true);
  const back = event(socket, 'connect');
  socket.connect();
  await back;
}

describe('a Socket.IO session', () => {
  beforeEach(async () => {
    hub = await startTaskHub(folder, { within: 120_000 });
  });

  it('can be resumed from its first event, which carries where the log stands', async () => {
    await hub.publish(1, [1, 2, 3]);
    const { socket, offsets } = connect();
    await event(socket, 'connected');
    expect(offsets).toEqual([['connected', expect.stringMatching(/^.+:3$/) as string]]);
    const { id } = socket;
    await cutAndReturn(socket);
    expect([socket.recovered, socket.id]).toEqual([true, id]);
  });

  it('goes on after it was idle, also when others were not', async () => {
    const { socket, seen, join: joinTask } = connect();
    await joinTask(5);
    for (let n = 0; n < 50; n++) await hub.publish(9, [n]);
    await cutAndReturn(socket, () => hub.publish(5, [100]));
    expect(socket.recovered).toBe(true);
    await expect.poll(() => seen).toEqual([100]);
  });

  it('gets what it missed once, in the order of the log, and then what is new', async () => {
    const { socket, seen, join: joinTask } = connect();
    for (const task of [1, 2, 3]) await joinTask(task);
    await hub.publish(1, [1]);
    await expect.poll(() => seen).toEqual([1]);
    await cutAndReturn(socket, async () => {
      await hub.publish(3, [2]);
      await hub.publish(1, [3, 4]);
      await hub.publish(2, [5]);
      await hub.publish(8, [99]);
      await hub.publish(1, [6]);
    });
    await hub.publish(2, [7]);
    await expect.poll(() => seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await cutAndReturn(socket);
    await hub.publish(3, [8]);
    await expect.poll(() => seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("gets several rooms' events of one commit in the order of their log", async () => {
    const { socket, seen, offsets, join: joinTask } = connect();
    for (const task of [1, 2]) await joinTask(task);
    await Promise.all([1, 2, 1, 2, 1, 2].map((task, n) => hub.publish(task, [n])));
    await expect.poll(() => seen.length).toBe(6);
    const seqs = offsets
      .filter(([name]) => name === 'task_completed')
      .map(([, offset]) => Number(String(offset).split(':')[1]));
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
    expect(socket.connected).toBe(true);
  });

  it('is not owed what was said in a room before it joined', async () => {
    const { socket, seen, join: joinTask } = connect();
    await event(socket, 'connected');
    await hub.publish(5, [1]);
    await joinTask(5);
    await cutAndReturn(socket, () => hub.publish(5, [2]));
    await expect.poll(() => seen).toEqual([2]);
  });

  it('does not come back to rooms that it left', async () => {
    const { socket, seen, join: joinTask } = connect();
    await joinTask(5);
    socket.emit('leave_task', { task_id: 5 });
    await joinTask(6);
    await cutAndReturn(socket, async () => {
      await hub.publish(5, [1]);
      await hub.publish(6, [2]);
    });
    await expect.poll(() => seen).toEqual([2]);
  });

  it('ends when its client says goodbye', async () => {
    const { socket, join: joinTask } = connect();
    await joinTask(5);
    const { id } = socket;
    socket.disconnect();
    socket.connect();
    await event(socket, 'connect');
    expect(socket.recovered).toBe(false);
    expect(socket.id).not.toBe(id);
  });

  it('is taken over from a connection that is dead and has not been noticed', async () => {
    const { port, silence, close } = await openTunnel(hub.port);
    const { socket, seen, join: joinTask } = connect(port);
    await joinTask(5);
    const { id } = socket;
    // The hub's end of the old connection stays open, and silent.
    silence();
    await cutAndReturn(socket, () => hub.publish(5, [1]));
    expect([socket.recovered, socket.id]).toEqual([true, id]);
    await hub.publish(5, [2]);
    await expect.poll(() => seen).toEqual([1, 2]);
    close();
  });

  it.each(['nonsense', 'other-epoch:1', '', ':', 'x:99999999999999999999'])(
    'is not found by a wrong offset: %j',
    async (offset) => {
      const { socket } = connect();
      await event(socket, 'connected');
      (socket as unknown as { _lastOffset: string })._lastOffset = offset;
      await cutAndReturn(socket);
      expect(socket.recovered).toBe(false);
    },
  );

  it('begins anew when more was missed than is worth replaying', async () => {
    const { socket, seen, join: joinTask } = connect();
    await joinTask(5);
    await cutAndReturn(socket, () =>
      hub.publish(
        5,
        Array.from({ length: 30_000 }, (_, n) => n),
      ),
    );
    expect(socket.recovered).toBe(false);
    await joinTask(5);
    await hub.publish(5, [-1]);
    await expect.poll(() => seen).toEqual([-1]);
  });

  it('keeps its rooms when it is cut again while it resumes', async () => {
    const { socket, seen, join: joinTask } = connect();
    for (const task of [1, 2, 3]) await joinTask(task);
    let n = 0;
    for (let round = 0; round < 8; round++) {
      // `connect` comes before what was missed: the next cut falls among the joins.
      await cutAndReturn(socket, async () => {
        for (const task of [3, 1, 2]) await hub.publish(task, [++n]);
      });
      expect(socket.recovered).toBe(true);
    }
    await expect.poll(() => seen).toEqual(Array.from({ length: n }, (_, index) => index + 1));
  });

  it('is one for each tab: what cuts or ends one does not touch the other', async () => {
    const tabs = [connect(), connect()];
    for (const { join: joinTask } of tabs) await joinTask(5);
    const [first, second] = tabs as [Watcher, Watcher];
    expect(first.socket.id).not.toBe(second.socket.id);
    await cutAndReturn(first.socket, () => hub.publish(5, [1, 2]));
    expect(first.socket.recovered).toBe(true);
    await expect.poll(() => first.seen).toEqual([1, 2]);
    await expect.poll(() => second.seen).toEqual([1, 2]);
    first.socket.disconnect();
    await cutAndReturn(second.socket, () => hub.publish(5, [3]));
    expect(second.socket.recovered).toBe(true);
    await expect.poll(() => second.seen).toEqual([1, 2, 3]);
  });

  it('is begun anew on a hub that has lost it, and can be resumed there', async () => {
    const { socket, seen, join: joinTask } = connect();
    await joinTask(5);
    await hub.publish(5, [1]);
    await expect.poll(() => seen).toEqual([1]);
    const { port } = hub;
    socket.io.reconnection(false);
    const gone = event(socket, 'disconnect');
    await hub.close();
    await gone;
    await rm(folder, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'posthouse-sessions-'));
    hub = await startTaskHub(folder, { within: 120_000 }, port);
    socket.io.reconnection(true);
    const back = event(socket, 'connected');
    socket.connect();
    await back;
    expect(socket.recovered).toBe(false);
    await joinTask(5);
    await cutAndReturn(socket, () => hub.publish(5, [2]));
    expect(socket.recovered).toBe(true);
    await expect.poll(() => seen).toEqual([1, 2]);
  });

  it("is not found by a stranger's private id", async () => {
    const { socket } = connect(hub.port, { auth: { pid: 'guessed', offset: 'x:1' } });
    await event(socket, 'connect');
    expect(socket.recovered).toBeFalsy();
  });
});

describe('a Socket.IO session that expired', () => {
  it('begins anew, and its client is told so', async () => {
    hub = await startTaskHub(folder, { within: 0 });
    const { socket, join: joinTask } = connect();
    await joinTask(5);
    const { id } = socket;
    await cutAndReturn(socket, () => hub.publish(5, [1]));
    expect(socket.recovered).toBe(false);
    expect(socket.id).not.toBe(id);
  });
});

/** A TCP relay that can go silent towards the hub, as a router that lost its state does. */
async function openTunnel(port: number) {
  const relays: { near: TcpSocket; far: TcpSocket }[] = [];
  const server: Server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connectTcp(port, '127.0.0.1');
    relays.push({ near, far });
    near.pipe(far);
    far.pipe(near);
    for (const end of [near, far]) end.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    silence: () => {
      for (const { near, far } of relays) {
        near.unpipe(far);
        far.unpipe(near);
        near.resume();
      }
    },
    close: () => {
      for (const { near, far } of relays) {
        near.destroy();
        far.destroy();
      }
      server.close();
    },
  };
}
