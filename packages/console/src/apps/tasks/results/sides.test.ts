import { expect, it } from 'vitest';
import { sideOf } from './sides.ts';

it('shows each side its own', () => {
  const runs = [
    { in: 'both', text: '有' },
    { in: 'left', text: '3' },
    { in: 'right', text: '5' },
    { in: 'both', text: '个' },
  ] as const;
  const line = (side: 'left' | 'right') =>
    sideOf(runs, side)
      .map(({ text, own }) => (own ? `[${text}]` : text))
      .join('');
  expect([line('left'), line('right')]).toEqual(['有[3]个', '有[5]个']);
});
