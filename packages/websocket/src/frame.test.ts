import { describe, expect, it } from 'vitest';
import { frameOf } from './frame.ts';

describe('a WebSocket frame', () => {
  it.each([
    [0, [0x81, 0]],
    [125, [0x81, 125]],
    [126, [0x81, 126, 0, 126]],
    [65_535, [0x81, 126, 0xff, 0xff]],
    [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
  ])('of %i bytes has the header of RFC 6455 §5.2', (size, header) => {
    const frame = frameOf('x'.repeat(size));
    expect([...frame.subarray(0, header.length)]).toEqual(header);
    expect(frame.subarray(header.length).toString()).toBe('x'.repeat(size));
  });

  it('counts bytes, not characters', () => {
    const frame = frameOf('驿站🐎');
    expect(frame[1]).toBe(10);
    expect(frame.subarray(2).toString()).toBe('驿站🐎');
  });

  it('holds bytes as they are', () => {
    expect([...frameOf(Uint8Array.of(1, 255))]).toEqual([0x82, 2, 1, 255]);
  });
});
