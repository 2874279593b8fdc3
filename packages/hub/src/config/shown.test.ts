import { describe, expect, it } from 'vitest';
import { allOptions } from './load.ts';
import { shownValue } from './shown.ts';

const defaults = allOptions()
  .map((option) => [option.env, shownValue({ option, value: option.fallback }), option] as const)
  .filter(([, shown]) => shown !== '');

describe('a value that is shown', () => {
  // A default in milliseconds that is copied from the page must not become as many seconds.
  it.each(defaults)('%s: its default %s means the same when it is given back', (_, shown, option) => {
    expect(option.parse(shown)).toEqual({ ok: option.fallback });
  });

  it('says of a secret only how many there are', () => {
    const option = allOptions().find(({ env }) => env === 'POSTHOUSE_TOKENS')!;
    expect(shownValue({ option, value: ['a', 'b'] })).toBe('•••• (2)');
  });
});
