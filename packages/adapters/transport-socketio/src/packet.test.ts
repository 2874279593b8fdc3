import { describe, expect, it } from 'vitest';
import { eventFrame, positioned } from './event-frame.ts';
import { packetAt, packetOf, type Dress } from './packet.ts';

const plain: Dress = { nsp: '', resumes: false };
const resuming: Dress = { nsp: '', resumes: true };
const texts = (parts: readonly { data: string | Uint8Array }[]) => parts.map(({ data }) => data);

describe('a packet', () => {
  it('is an event of its namespace', () => {
    const frame = { data: '["task_progress",{"task_id":5}]' };
    expect(texts(packetOf(frame, plain).parts)).toEqual(['2["task_progress",{"task_id":5}]']);
    expect(texts(packetOf(frame, { nsp: '/custom,', resumes: false }).parts)).toEqual([
      '2/custom,["task_progress",{"task_id":5}]',
    ]);
  });

  it('is encoded once per frame, whatever the number of receivers (K8)', () => {
    const frame = { data: '["e",1]' };
    expect(packetOf(frame, plain)).toBe(packetOf(frame, plain));
    expect(packetOf(frame, plain).bytes).toBe(packetOf(frame, plain).bytes);
  });

  it('carries its position to clients that resume, and to no other', () => {
    const frame = positioned({ data: '["e",{"n":1}]' }, { epoch: 'x"y', seq: 7 });
    expect(texts(packetOf(frame, resuming).parts)).toEqual(['2["e",{"n":1},"x\\"y:7"]']);
    expect(texts(packetOf(frame, plain).parts)).toEqual(['2["e",{"n":1}]']);
  });

  it.each([
    ['["e"]', '2["e",null]'],
    ['["e","text"]', '2["e","text",null]'],
    ['["e",["text"]]', '2["e",["text"]]'],
    ['["e",1]', '2["e",1]'],
  ])('of %s has nothing that a client would take for an offset', (data, text) => {
    expect(texts(packetOf({ data }, resuming).parts)).toEqual([text]);
    expect(texts(packetOf({ data }, plain).parts)).toEqual([`2${data}`]);
  });

  it('may carry an offset for one receiver, which the shared one does not have', () => {
    const frame = { data: '["connected",{}]' };
    expect(texts(packetAt(frame, resuming, 'x:3').parts)).toEqual(['2["connected",{},"x:3"]']);
    expect(texts(packetOf(frame, resuming).parts)).toEqual(['2["connected",{}]']);
  });

  it('with bytes has them behind it, all in one buffer for WebSocket', () => {
    const packet = packetOf(eventFrame('e', [Uint8Array.of(9), 'x']), plain);
    expect(texts(packet.parts)).toEqual(['51-["e",{"_placeholder":true,"num":0},"x"]', Uint8Array.of(9)]);
    expect([...packet.bytes.subarray(-3)]).toEqual([0x82, 1, 9]);
  });

  it('in bytes is the same as in text', () => {
    const bytes = new TextEncoder().encode('["e","驿"]');
    expect(packetOf({ data: bytes }, plain).bytes).toEqual(packetOf({ data: '["e","驿"]' }, plain).bytes);
  });
});
