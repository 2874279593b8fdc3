import { describe, expect, it } from 'vitest';
import { refuse, type Refusal } from '../ports/base.ts';
import type { Endpoint, Frame, Handshake, Inbound, Wire } from '../ports/peer.ts';

type Accept = (handshake: Handshake, wire: Wire) => Promise<Inbound | Refusal>;

/** The far end of a connection, in the words of the transport's own protocol. */
export interface FarEnd {
  send(message: unknown): void;
  /** What came, decoded, in order. */
  readonly received: readonly unknown[];
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Stops reading from the socket, as a slow reader does, and goes on. */
  stall(): void;
  unstall(): void;
  close(code: number): void;
}

/** A transport with a server of its own, and what its protocol can and cannot carry. */
export interface TransportUnderTest {
  readonly open: (endpoint: Partial<Endpoint>, accept: Accept) => Promise<OpenedTransport>;
  /** As this transport's codecs make it. */
  readonly frame: (message: unknown) => Frame;
  /** What `Inbound.message` got, as the value that was sent. */
  readonly heard: (data: unknown) => unknown;
  /** Whether close codes and reasons travel. */
  readonly codes: boolean;
  /** Whether `Wire.ping` is the transport's own business. */
  readonly pings: boolean;
}

export interface OpenedTransport {
  connect(query?: string): Promise<FarEnd>;
  stop(): Promise<void>;
}

/** What a test sees of the near end. */
function createNearEnd() {
  const heard: unknown[] = [];
  const closed: number[] = [];
  let pongs = 0;
  let took = 0;
  /** Bytes said to have come when each message was handed over. */
  const tookBefore: number[] = [];
  const wires: Wire[] = [];
  const handshakes: Handshake[] = [];
  const inbound: Inbound = {
    async message(data) {
      heard.push(data);
      tookBefore.push(took);
    },
    took: (bytes) => void (took += bytes),
    pong: () => void pongs++,
    closed: (code) => void closed.push(code),
  };
  return {
    heard,
    tookBefore,
    closed,
    wires,
    handshakes,
    inbound,
    get pongs() {
      return pongs;
    },
    get wire(): Wire {
      return wires[0]!;
    },
    accept: async (handshake: Handshake, wire: Wire) => {
      handshakes.push(handshake);
      wires.push(wire);
      return inbound;
    },
  };
}

/** Resolves once `ready` says so, which is asked again after each turn of the event loop. */
async function until(ready: () => boolean, turn: () => Promise<void>): Promise<void> {
  while (!ready()) await turn();
}

/** What every Transport must do. `turn` lets the event loop go round once. */
export function describeTransport(
  name: string,
  transport: TransportUnderTest,
  turn: () => Promise<void>,
): void {
  /** What of a close the far end can know. */
  const carried = (close: unknown) => (transport.codes ? close : 'closed');
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => ({ n: index }));

  describe(`the transport port on ${name}`, () => {
    it('hands over who comes, and waits with its messages until it is accepted', async () => {
      const near = createNearEnd();
      let accept = () => {};
      const accepted = new Promise<void>((resolve) => {
        accept = resolve;
      });
      const opened = await transport.open({}, async (handshake, wire) => {
        await near.accept(handshake, wire);
        await accepted;
        return near.inbound;
      });
      const far = await opened.connect('token=secret');
      for (const message of numbers(5)) far.send(message);
      await until(() => near.handshakes.length === 1, turn);
      expect(near.handshakes[0]!.query.get('token')).toBe('secret');
      expect(near.handshakes[0]!.address).toBe('127.0.0.1');
      expect(near.heard).toEqual([]);
      accept();
      await until(() => near.heard.length === 5, turn);
      expect(near.heard.map((data) => transport.heard(data))).toEqual(numbers(5));
      await opened.stop();
    });

    it('K9: hands over messages in the order in which they were sent, and writes frames in order', async () => {
      const near = createNearEnd();
      const opened = await transport.open({}, near.accept);
      const far = await opened.connect();
      for (const message of numbers(200)) far.send(message);
      await until(() => near.heard.length === 200, turn);
      expect(near.heard.map((data) => transport.heard(data))).toEqual(numbers(200));
      near.wire.write(numbers(100).map((message) => transport.frame(message)));
      near.wire.write(numbers(1).map((message) => transport.frame(message)));
      await until(() => far.received.length === 101, turn);
      expect(far.received).toEqual([...numbers(100), { n: 0 }]);
      await opened.stop();
    });

    it('K8: sends one shared frame to many peers unharmed, short, long and not ASCII', async () => {
      const near = createNearEnd();
      const opened = await transport.open({}, near.accept);
      const ends = await Promise.all([opened.connect(), opened.connect(), opened.connect()]);
      await until(() => near.wires.length === 3, turn);
      const messages = ['', 'x'.repeat(125), '驿站😀'.repeat(100), 'y'.repeat(70_000)];
      const frames = messages.map((message) => transport.frame(message));
      for (const wire of near.wires) wire.write(frames);
      for (const wire of near.wires) wire.write([frames[1]!]);
      await until(() => ends.every(({ received }) => received.length === 5), turn);
      for (const { received } of ends) expect(received).toEqual([...messages, messages[1]]);
      await opened.stop();
    });

    it('ends a connection that is refused', async () => {
      const opened = await transport.open({}, async () => refuse('NOT_YOU'));
      const far = await opened.connect();
      const { code, reason } = await far.closed;
      expect(carried({ code, reason })).toEqual(carried({ code: 1008, reason: 'NOT_YOU' }));
      await opened.stop();
    });

    it('carries the code and reason of a close, after what was written before, and tells of it once', async () => {
      const near = createNearEnd();
      const opened = await transport.open({}, near.accept);
      const far = await opened.connect();
      await until(() => near.wires.length === 1, turn);
      near.wire.write([transport.frame('last words')]);
      near.wire.close(4000, 'why not');
      const closed = await far.closed;
      expect(far.received).toEqual(['last words']);
      expect(carried(closed)).toEqual(carried({ code: 4000, reason: 'why not' }));
      await until(() => near.closed.length > 0, turn);
      near.wire.write([transport.frame('too late')]);
      near.wire.close(4001, 'again');
      await turn();
      expect(near.closed).toHaveLength(1);
      await opened.stop();
    });

    it('tells once, with its code, of a peer that leaves', async () => {
      const near = createNearEnd();
      const opened = await transport.open({}, near.accept);
      const far = await opened.connect();
      await until(() => near.wires.length === 1, turn);
      far.close(4321);
      await until(() => near.closed.length > 0, turn);
      expect(carried(near.closed)).toEqual(carried([4321]));
      await opened.stop();
      expect(near.closed).toHaveLength(1);
    });

    it('K9: hands over nothing new while paused, and everything in order afterwards', async () => {
      const near = createNearEnd();
      const opened = await transport.open({}, near.accept);
      const far = await opened.connect();
      await until(() => near.wires.length === 1, turn);
      near.wire.pause();
      for (let index = 0; index < 2_000; index++) far.send({ n: index, pad: 'x'.repeat(1_000) });
      for (let turns = 0; turns < 100; turns++) await turn();
      // What the transport had already read may still come; the rest waits in the sockets.
      expect(near.heard.length).toBeLessThan(500);
      near.wire.resume();
      await until(() => near.heard.length === 2_000, turn);
      const order = near.heard.map((data) => (transport.heard(data) as { n: number }).n);
      expect(order).toEqual(numbers(2_000).map(({ n }) => n));
      await opened.stop();
    });

    it('says when a slow reader takes no more, and when it does again', async () => {
      const near = createNearEnd();
      const opened = await transport.open({}, near.accept);
      const far = await opened.connect();
      await until(() => near.wires.length === 1, turn);
      far.stall();
      const frame = transport.frame('z'.repeat(65_536));
      let written = 0;
      for (let takes = true; takes; written++) takes = near.wire.write([frame]);
      expect(near.wire.queued()).toBeGreaterThan(0);
      let drained = false;
      near.wire.drained(() => {
        drained = true;
      });
      far.unstall();
      await until(() => drained && far.received.length === written, turn);
      expect(near.wire.queued()).toBe(0);
      await opened.stop();
    });

    it.runIf(transport.pings)('pings, and reports the pong', async () => {
      const near = createNearEnd();
      const opened = await transport.open({}, near.accept);
      await opened.connect();
      await until(() => near.wires.length === 1, turn);
      near.wire.ping();
      await until(() => near.pongs > 0, turn);
      expect(near.pongs).toBe(1);
      await opened.stop();
    });

    it('K9: says how many bytes came before it hands over what they hold', async () => {
      const near = createNearEnd();
      const opened = await transport.open({}, near.accept);
      const far = await opened.connect();
      far.send('x'.repeat(10_000));
      far.send('x'.repeat(20_000));
      await until(() => near.heard.length === 2, turn);
      const [first, second] = near.tookBefore;
      expect(first).toBeGreaterThanOrEqual(10_000);
      expect(second).toBeGreaterThanOrEqual(30_000);
      await opened.stop();
    });

    it('ends a peer whose message is too large, without handing it over', async () => {
      const near = createNearEnd();
      const opened = await transport.open({ maxMessage: 1_000 }, near.accept);
      const far = await opened.connect();
      far.send('x'.repeat(800));
      await until(() => near.heard.length === 1, turn);
      far.send('x'.repeat(1_001));
      const { code } = await far.closed;
      expect(carried(code)).toBe(carried(1009));
      expect(near.heard).toHaveLength(1);
      await until(() => near.closed.length === 1, turn);
      await opened.stop();
    });

    it('lets a close that is under way arrive before it stops', async () => {
      const near = createNearEnd();
      const opened = await transport.open({}, near.accept);
      const far = await opened.connect();
      await until(() => near.wires.length === 1, turn);
      near.wire.write([transport.frame('come back')]);
      near.wire.close(1012, 'soon', 1_000);
      await opened.stop();
      expect(carried((await far.closed).code)).toBe(carried(1012));
      expect(far.received).toEqual(['come back']);
    });

    it('keeps nobody when it is stopped', async () => {
      const near = createNearEnd();
      const opened = await transport.open({}, near.accept);
      const ends = await Promise.all([opened.connect(), opened.connect()]);
      await until(() => near.wires.length === 2, turn);
      await opened.stop();
      await Promise.all(ends.map(({ closed }) => closed));
      expect(near.closed).toHaveLength(2);
    });
  });
}
