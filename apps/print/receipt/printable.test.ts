import { expect, it } from 'vitest';
import { picturesFit } from './printable.ts';

const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
/** The header of a picture of 10,000 × 10,000 dots. */
const BOMB = 'iVBORw0KGgoAAAANSUhEUgAAJxAAACcQCAYAAAAAAAAA';

it.each(['^^^BIG', `{image:${DOT}}`, '{', '{code:123;option:ean}'])('the pictures of %s fit', (markup) => {
  expect(picturesFit(markup)).toBe(true);
});

it.each([`{image:${BOMB}}`, '{image:iVBORw0KGgo}'])('%s is refused before it is decoded', (markup) => {
  expect(picturesFit(markup)).toBe(false);
});
