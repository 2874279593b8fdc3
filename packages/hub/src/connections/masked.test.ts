import { describe, expect, it } from 'vitest';
import { masked, withoutSecrets } from './masked.ts';

describe('a masked payload', () => {
  it('keeps its structure and hides numbers wherever they stand', () => {
    const order = {
      id: 7,
      customer_phone: '13812345678',
      lines: [{ notes: '打 13812345678 找我', quantity: 2 }],
      mobile: 13_912_345_678,
      total_amount: 25.5,
      done: false,
      none: null,
    };
    expect(masked(order)).toEqual({
      id: 7,
      customer_phone: '138****5678',
      lines: [{ notes: '打 138****5678 找我', quantity: 2 }],
      mobile: '139****5678',
      total_amount: 25.5,
      done: false,
      none: null,
    });
  });

  it('leaves longer digits alone: an order number is nobody’s phone', () => {
    expect(masked({ order: '202613812345678', at: 1_763_700_000_000 })).toEqual({
      order: '202613812345678',
      at: 1_763_700_000_000,
    });
  });

  it('hides credentials by their name and by their looks', () => {
    const secret = `phk_${'a'.repeat(43)}`;
    expect(masked({ data: { token: 'short', Authorization: { any: 'thing' } } })).toEqual({
      data: { token: '••••', Authorization: '••••' },
    });
    expect(masked(`key ${secret}, ws://x/?token=abc&y=1, eyJhbGciOiJIUzI1NiJ9.e30.sig`)).toBe(
      'key ••••, ws://x/?token=••••&y=1, ••••',
    );
  });

  it.each([
    ['+86 138 1234 5678', '+86 *********5678'],
    ['8613812345678', '861******5678'],
    ['138-1234-5678', '138******5678'],
  ])('knows a number however it is written: %s', (phone, hidden) => {
    expect(masked({ text: `打 ${phone} 找我`, [phone]: 1 })).toEqual({
      text: `打 ${hidden} 找我`,
      [hidden]: 1,
    });
  });

  it.each([
    ['{"data":"{\\"password\\":\\"open sesame\\"}"', '{"data":"{\\"password\\":\\"••••\\"}"'],
    ['{"token": "abc", "broken": ', '{"token": "••••", "broken": '],
    ['user=a&password=b&c=d', 'user=a&password=••••&c=d'],
    ['access_token = abc', 'access_token = ••••'],
    ['GET / Authorization: Basic dXNlcjpwYXNz', 'GET / Authorization: •••• ••••'],
    ['a basic tee', 'a basic tee'],
  ])('hides a credential that stands in a text: %s', (text, hidden) => {
    expect(withoutSecrets(text)).toBe(hidden);
  });

  it('shows of bytes how many they are', () => {
    expect(masked({ picture: new Uint8Array(7) })).toEqual({ picture: 'bytes (7)' });
  });

  it('shows numbers and no credentials to those who may read payloads', () => {
    const said = { phone: '13812345678', token: 'abc' };
    expect(withoutSecrets(said)).toEqual({ phone: '13812345678', token: '••••' });
  });

  it('does not follow a value for ever', () => {
    let deep: unknown = '13812345678';
    for (let level = 0; level < 60; level++) deep = [deep];
    expect(JSON.stringify(masked(deep))).not.toContain('138');
  });
});
