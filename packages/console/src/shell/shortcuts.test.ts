import { describe, expect, it } from 'vitest';
import { createKeyReader } from './shortcuts.ts';

function reader(...known: string[]) {
  const pressed: string[] = [];
  const read = createKeyReader((keys) => (known.includes(keys) ? () => pressed.push(keys) : undefined));
  return { read, pressed };
}

describe('keys', () => {
  it('mean something alone, or as a pair in time', () => {
    const { read, pressed } = reader('?', 'g p');
    expect(read('g', 0)).toBe(false);
    expect(read('p', 900)).toBe(true);
    expect(read('?', 1_000)).toBe(true);
    expect(pressed).toEqual(['g p', '?']);
  });

  it('are no pair when the second comes late or the first already meant something', () => {
    const { read, pressed } = reader('?', 'g p', '? p');
    read('g', 0);
    expect(read('p', 2_000)).toBe(false);
    read('?', 2_100);
    expect(read('p', 2_200)).toBe(false);
    expect(pressed).toEqual(['?']);
  });

  it('make the pair before the single key', () => {
    const { read, pressed } = reader('p', 'g p');
    read('g', 0);
    read('p', 10);
    read('p', 20);
    expect(pressed).toEqual(['g p', 'p']);
  });
});
