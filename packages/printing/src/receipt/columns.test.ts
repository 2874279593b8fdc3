import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldLine, paperColumns, textColumns } from './columns.ts';

it('knows the columns of the common papers', () => {
  expect([58, 76, 80].map(paperColumns)).toEqual([32, 45, 48]);
});

it('leaves a line alone that fits', () => {
  expect(foldLine('  茶 x 1', 8)).toEqual(['  茶 x 1']);
});

it('folds at a space and keeps the indentation', () => {
  expect(foldLine('  one two three', 10)).toEqual(['  one two', '  three']);
});

it('folds between characters where there is no space', () => {
  expect(foldLine('珍珠奶茶', 6)).toEqual(['珍珠奶', '茶']);
});

it('folds a line of any length', () => {
  expect(foldLine('茶'.repeat(200_000), 48)).toHaveLength(Math.ceil(200_000 / 24));
});

it('loses no character and never exceeds the columns', () => {
  const text = fc
    .array(fc.constantFrom('a', ' ', '茶', '-'), { maxLength: 60 })
    .map((signs) => signs.join(''));
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 20 }), (line, columns) => {
      const folded = foldLine(line, columns);
      for (const part of folded) expect(textColumns(part)).toBeLessThanOrEqual(columns);
      expect(folded.join('').replaceAll(' ', '')).toBe(line.replaceAll(' ', ''));
    }),
  );
});
