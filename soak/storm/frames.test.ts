import { describe, expect, it } from 'vitest';
import { clientFrame, FrameReader, frameHead, OPCODES } from './frames.ts';

/** A server's frame is a client's without the mask. */
function serverFrame(opcode: number, text: string): Buffer {
  const body = Buffer.from(text);
  const head = frameHead(opcode, body.length);
  head[1]! &= 0x7f;
  return Buffer.concat([head.subarray(0, -4), body]);
}

describe('frames', () => {
  it.each([7, 1_000, 1_000_000])('are read from chunks of %i bytes', (size) => {
    const texts = ['', 'short', 'x'.repeat(125), 'y'.repeat(126), 'z'.repeat(66_000)];
    const bytes = Buffer.concat(texts.map((text) => serverFrame(OPCODES.text, text)));
    const reader = new FrameReader();
    const heard: string[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      reader.push(bytes.subarray(at, at + size), (opcode, payload) =>
        heard.push(`${opcode} ${String(payload)}`),
      );
    }
    expect(heard).toEqual(texts.map((text) => `1 ${text}`));
  });

  it('of a client carry a mask that changes nothing', () => {
    expect([...clientFrame(OPCODES.text, 'hi')]).toEqual([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
  });
});
