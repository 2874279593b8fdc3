import type { Packet } from 'socket.io-parser';
import { describe, expect, it } from 'vitest';
import { BoundedDecoder } from './bounded-decoder.ts';

function decoded(text: string): Packet[] {
  const packets: Packet[] = [];
  const decoder = new BoundedDecoder();
  decoder.on('decoded', (packet: Packet) => packets.push(packet));
  decoder.add(text);
  return packets;
}

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('the decoder', () => {
  it('leaves packets as they are, also those that nest a little', () => {
    expect(decoded('2/a,12["hello",{"a":[1]}]')).toEqual([
      { type: 2, nsp: '/a', id: 12, data: ['hello', { a: [1] }] },
    ]);
    expect(JSON.stringify(decoded(`2["x",${nested(60)}]`)[0]!.data)).toBe(`["x",${nested(60)}]`);
  });

  it('does not parse what nests too deep: a small packet that does comes in its place', () => {
    const [packet] = decoded(`2/a,12["hello",${nested(500_000)}]`);
    expect(packet).toMatchObject({ type: 2, nsp: '/a', id: 12 });
    expect(JSON.stringify(packet!.data)).toBe(`["",${nested(64)}]`);
  });
});
