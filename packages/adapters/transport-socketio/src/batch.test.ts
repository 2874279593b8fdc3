import { describe, expect, it } from 'vitest';
import { Batches } from './batch.ts';
import type { Dress } from './packet.ts';

const dress: Dress = { nsp: '', resumes: false };
const [one, two] = [{ data: '["a"]' }, { data: '["b"]' }];

describe('batches', () => {
  it('are one buffer, the same for every receiver of the same frames (K8)', () => {
    const batches = new Batches();
    const first = batches.options([one, two], dress);
    expect(first.wsPreEncodedFrame[0].toString('latin1')).toBe('\x81\x0742["a"]\x81\x0742["b"]');
    expect(batches.options([one, two], dress)).toBe(first);
  });

  it('differ by order, length and namespace', () => {
    const batches = new Batches();
    const bytes = (frames: readonly { data: string }[], of = dress) =>
      batches.options(frames, of).wsPreEncodedFrame[0].toString('latin1');
    expect(bytes([two, one])).toBe('\x81\x0742["b"]\x81\x0742["a"]');
    expect(bytes([two])).toBe('\x81\x0742["b"]');
    expect(bytes([two], { nsp: '/n,', resumes: false })).toBe('\x81\x0a42/n,["b"]');
  });
});
