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

  it('keeps the keys in the addresses of webhooks, also of a wrong one', () => {
    const option = allOptions().find(({ env }) => env === 'POSTHOUSE_BRIDGE_WEBHOOKS')!;
    expect(shownValue({ option, value: ['https://shop.example/hook?access_token=hush'] })).toBe('•••• (1)');
    const wrong = option.parse('https://shop.example/hook,shop.example/hook?access_token=hush');
    expect(wrong).toMatchObject({ fault: { en: expect.stringMatching(/^#2: /) } });
    expect(JSON.stringify(wrong)).not.toContain('hush');
  });
});
