import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROCESS_IDS, processId } from './process-id.ts';
import { ReplyParser } from './replies.ts';
import type { Reply } from './replies.ts';
import { decodeNow, encodeAutomatic, encodeNow, encodePaperSensor, troubleOf } from './status.ts';
import type { PrinterStatus } from './status.ts';

const status: fc.Arbitrary<PrinterStatus> = fc.record({
  online: fc.boolean(),
  cover: fc.constantFrom('closed', 'open'),
  paper: fc.constantFrom('ok', 'low', 'out'),
  error: fc.boolean(),
});

const reply: fc.Arbitrary<{ reply: Reply; bytes: readonly number[] }> = fc.oneof(
  status.map((value) => ({
    reply: { is: 'status' as const, status: value },
    bytes: [...encodeAutomatic(value)],
  })),
  fc.tuple(fc.integer({ min: 1, max: 4 }), status).map(([n, value]) => {
    const byte = encodeNow(n, value);
    return { reply: { is: 'now' as const, byte }, bytes: [byte] };
  }),
  status.map((value) => {
    const byte = encodePaperSensor(value);
    return { reply: { is: 'consumed' as const, byte }, bytes: [byte] };
  }),
  fc.nat(PROCESS_IDS - 1).map((n) => {
    const id = processId(n);
    return { reply: { is: 'printed' as const, id }, bytes: [0x37, 0x22, ...Buffer.from(id, 'latin1'), 0] };
  }),
);

describe('ReplyParser', () => {
  it('tells all replies apart, in whatever pieces they arrive', () => {
    fc.assert(
      fc.property(
        fc.array(reply, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 5 })),
        (said, cuts) => {
          const bytes = said.flatMap((one) => one.bytes);
          const parser = new ReplyParser();
          const heard: Reply[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = cuts[turn % Math.max(1, cuts.length)] ?? bytes.length;
            heard.push(...parser.push(Uint8Array.from(bytes.slice(at, at + size))));
            at += size;
          }
          expect(heard).toEqual(said.map((one) => one.reply));
        },
      ),
    );
  });

  it('finds its way back after noise', () => {
    const parser = new ReplyParser();
    const ready = encodeAutomatic({ online: true, cover: 'closed', paper: 'ok', error: false });
    // Half a block, half a status, line noise, XON/XOFF.
    const noise = [0x37, 0x22, 0x41, 0x10, 0x00, 0xff, 0x9a, 0x11, 0x13, 0x80];
    parser.push(Uint8Array.from(noise));
    expect(parser.push(ready).at(-1)).toMatchObject({ is: 'status' });
    expect(parser.push(Uint8Array.of(0x37, 0x22, 0x20, 0x21, 0x7e, 0x30, 0))).toEqual([
      { is: 'printed', id: ' !~0' },
    ]);
  });

  it('drops a block that never ends instead of growing', () => {
    const parser = new ReplyParser();
    parser.push(Uint8Array.of(0x5f, ...new Uint8Array(200).fill(0x51)));
    const answer = parser.push(Uint8Array.of(0x12));
    expect(answer).toContainEqual({ is: 'now', byte: 0x12 });
  });
});

describe('processId', () => {
  it('counts in base 95 with printable digits and wraps', () => {
    expect(processId(0)).toBe('    ');
    expect(processId(95)).toBe('  ! ');
    expect(processId(PROCESS_IDS - 1)).toBe('~~~~');
    expect(processId(PROCESS_IDS)).toBe(processId(0));
    fc.assert(
      fc.property(fc.nat(), (n) => {
        expect(processId(n)).toMatch(/^[ -~]{4}$/);
      }),
    );
  });

  it('gives neighbours different ids', () => {
    fc.assert(
      fc.property(fc.nat(), (n) => {
        expect(processId(n)).not.toBe(processId(n + 1));
      }),
    );
  });
});

describe('status', () => {
  it('reads the answers to DLE EOT as it reads automatic status', () => {
    fc.assert(
      fc.property(status, (value) => {
        const honest = { ...value, online: troubleOf({ ...value, online: true }) === null };
        expect(decodeNow(encodeNow(2, honest), encodeNow(4, honest))).toEqual(honest);
      }),
    );
  });

  it('names the trouble that a person must look at first', () => {
    const bad: PrinterStatus = { online: false, cover: 'open', paper: 'out', error: true };
    expect(troubleOf(bad)).toBe('paper-out');
    expect(troubleOf({ ...bad, paper: 'low' })).toBe('cover-open');
    expect(troubleOf({ online: false, cover: 'closed', paper: 'ok', error: false })).toBe('offline');
    expect(troubleOf({ online: true, cover: 'closed', paper: 'low', error: false })).toBeNull();
  });
});
