import { describe, expect, it } from 'vitest';
import type { Pos } from '../ports/base.ts';
import type { Bus } from '../ports/room.ts';

const KEEP = { count: 100, age: 60_000 };

export interface BusUnderTest {
  readonly bus: Bus;
  /** Resolves when everything that was sent has arrived. */
  readonly settled: () => Promise<void>;
}

/** What every Bus must do. `open` gives a fresh one whose keys nobody else uses. */
export function describeBus(name: string, open: () => Promise<BusUnderTest>): void {
  describe(`the bus port on ${name}`, () => {
    async function setUp() {
      const { bus, settled } = await open();
      const heard: { message: string; pos: Pos | undefined }[] = [];
      const listen = (message: string, pos?: Pos) => heard.push({ message, pos });
      return { bus, settled, heard, listen };
    }

    it('numbers a log from one, in one epoch, and tells its listeners in order', async () => {
      const { bus, settled, heard, listen } = await setUp();
      expect((await bus.head('log')).seq).toBe(0);
      bus.subscribe('log', listen);
      const places = await Promise.all(['a', 'b', 'c'].map((entry) => bus.append('log', entry, KEEP)));
      await settled();
      expect(places.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(new Set(places.map(({ epoch }) => epoch)).size).toBe(1);
      expect(heard).toEqual(['a', 'b', 'c'].map((message, index) => ({ message, pos: places[index] })));
      expect(await bus.head('log')).toEqual(places[2]);
      await bus.close();
    });

    it('gives exactly what follows a position', async () => {
      const { bus } = await setUp();
      const first = await bus.append('log', 'a', KEEP);
      const second = await bus.append('log', 'b', KEEP);
      expect(await bus.since('log', first)).toEqual([{ pos: second, entry: 'b' }]);
      expect(await bus.since('log', second)).toEqual([]);
      expect(await bus.since('log', { ...first, seq: 0 })).toHaveLength(2);
      await bus.close();
    });

    it('calls another epoch, a forgotten place and a place that never was a gap', async () => {
      const { bus } = await setUp();
      const keep = { count: 10, age: 60_000 };
      const first = await bus.append('log', '0', keep);
      for (let index = 1; index < 40; index++) await bus.append('log', String(index), keep);
      expect(await bus.since('log', first)).toBe('gap');
      expect(await bus.since('log', { epoch: 'of another life', seq: 40 })).toBe('gap');
      expect(await bus.since('log', { ...first, seq: 1_000 })).toBe('gap');
      const kept = await bus.since('log', { ...first, seq: 30 });
      expect(kept).toHaveLength(10);
      await bus.close();
    });

    it('keeps logs and topics apart', async () => {
      const { bus, settled, heard, listen } = await setUp();
      bus.subscribe('one', listen);
      await bus.append('other', 'x', KEEP);
      bus.publish('another', 'y');
      bus.publish('one', 'z');
      await settled();
      expect(heard).toEqual([{ message: 'z', pos: undefined }]);
      expect((await bus.head('one')).seq).toBe(0);
      await bus.close();
    });

    it('ends one subscription and no other', async () => {
      const { bus, settled, heard, listen } = await setUp();
      const stop = bus.subscribe('topic', listen);
      bus.subscribe('topic', listen);
      await settled();
      stop();
      stop();
      bus.publish('topic', 'once');
      await settled();
      expect(heard).toHaveLength(1);
      await bus.close();
    });

    it('carries any text unchanged', async () => {
      const { bus, settled, heard, listen } = await setUp();
      const text = '驿站 "\\\n\u2028 😀'.repeat(1_000);
      bus.subscribe('topic', listen);
      await settled();
      bus.publish('topic', text);
      const pos = await bus.append('topic', text, KEEP);
      await settled();
      expect(heard.map(({ message }) => message)).toEqual([text, text]);
      expect(await bus.since('topic', { ...pos, seq: 0 })).toEqual([{ pos, entry: text }]);
      await bus.close();
    });

    it('knows who is present below a prefix', async () => {
      const { bus, settled } = await setUp();
      bus.enter('devices/1', 'a');
      bus.enter('devices/2', 'b');
      bus.enter('lines/1', 'c');
      bus.enter('devices/1', 'a2');
      await settled();
      const there = async () => Object.fromEntries(await bus.present('devices/'));
      expect(await there()).toEqual({ 'devices/1': 'a2', 'devices/2': 'b' });
      bus.enter('devices/2', null);
      await settled();
      expect(await there()).toEqual({ 'devices/1': 'a2' });
      await bus.close();
    });
  });
}
