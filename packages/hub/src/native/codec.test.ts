import { closeCodes, type Clock, type Pos, type RoomEvent } from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { closeReasons } from '@posthouse/protocol';
import { describe, expect, it } from 'vitest';
import { createNativeCodec } from './codec.ts';

const start = Date.UTC(2026, 0, 1);
const timestamp = '2026-01-01T00:00:00.000Z';
const room = { name: 'alarms', key: 'lines/1' };

function setUp() {
  const clock: Clock = createFakeClock(start);
  const codec = createNativeCodec(clock, (code) => `the text of ${code}`);
  const read = (frame: { data: string | Uint8Array } | null | undefined) =>
    JSON.parse(String(frame?.data)) as unknown;
  return {
    codec,
    read,
    event: (event: RoomEvent, pos?: Pos) => read(codec.encode(room.name, room.key, event, pos)),
  };
}

describe('the native codec', () => {
  it('puts the room and the place of a message on the envelope', () => {
    const { event } = setUp();
    expect(event({ kind: 'message', message: { a: 1 } }, { epoch: 'e', seq: 7 })).toEqual({
      type: 'message',
      timestamp,
      room,
      epoch: 'e',
      seq: 7,
      data: { a: 1 },
    });
    expect(event({ kind: 'message', message: undefined })).toEqual({
      type: 'message',
      timestamp,
      room,
      data: null,
    });
  });

  it('has a word for every other event of a room', () => {
    const { event } = setUp();
    const pos = { epoch: 'e', seq: 7 };
    const to = { epoch: 'e', seq: 9 };
    expect(event({ kind: 'subscribed', recovered: true }, pos)).toEqual({
      type: 'subscribed',
      timestamp,
      room,
      data: { recovered: true, pos },
    });
    expect(event({ kind: 'snapshot', values: [1] })).toMatchObject({
      type: 'snapshot',
      data: { values: [1] },
    });
    expect(event({ kind: 'gap', from: pos, to, reason: 'expired' })).toMatchObject({
      type: 'gap',
      data: { from: pos, to, reason: 'expired' },
    });
  });

  it('has words for what the kernel says', () => {
    const { codec, read } = setUp();
    expect(read(codec.notice?.({ kind: 'comeBack', after: 500 }))).toEqual({
      type: 'reconnect',
      timestamp,
      data: { after: 500 },
    });
    const refusal = { refuse: 'KERNEL_TOO_FAST', detail: { perSecond: 200 } };
    expect(read(codec.notice?.({ kind: 'refused', refusal }))).toEqual({
      type: 'error',
      timestamp,
      data: {
        code: 'KERNEL_TOO_FAST',
        message: 'the text of KERNEL_TOO_FAST',
        about: { detail: { perSecond: 200 } },
      },
    });
  });

  it('stamps what is said to one peer', () => {
    const { codec, read } = setUp();
    expect(read(codec.direct({ type: 'pong', id: 'x', data: {} }))).toEqual({
      type: 'pong',
      timestamp,
      id: 'x',
      data: {},
    });
  });
});

describe('close codes', () => {
  it('that the kernel uses are all in the protocol', () => {
    const unknown = Object.values(closeCodes).filter((code) => !(code in closeReasons));
    expect(unknown).toEqual([]);
  });
});
