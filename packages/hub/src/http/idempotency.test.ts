import type { Op, Store } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { createCallWrite, onceOf, type Attempt } from './idempotency.ts';
import { maskedUrl, targetOf } from './raw-headers.ts';

const attempt: Attempt = {
  key: 'k1',
  principal: { id: 'till', roles: [], anonymous: false },
  method: 'POST',
  route: '/api/print/orders/:id/confirm',
  url: '/api/print/orders/7/confirm',
  body: { copies: 1 },
};

describe('Idempotency-Key', () => {
  it('is scoped by principal and route, and bound to path and body', () => {
    const once = onceOf(attempt)!;
    expect(once.scope).toBe('http till POST /api/print/orders/:id/confirm');
    expect(onceOf({ ...attempt, body: { copies: 1 } })).toEqual(once);
    expect(onceOf({ ...attempt, body: { copies: 2 } })!.fingerprint).not.toBe(once.fingerprint);
    expect(onceOf({ ...attempt, url: '/api/print/orders/8/confirm' })!.fingerprint).not.toBe(
      once.fingerprint,
    );
    expect(onceOf({ ...attempt, key: undefined })).toBeNull();
  });

  it.each(['', 'a b', 'ключ', 'x'.repeat(201)])('refuses the key %j', (key) => {
    expect(() => onceOf({ ...attempt, key })).toThrow('HUB_KEY_INVALID');
  });

  it('allows one write a call, so that a repetition means the same', async () => {
    const op: Op<number, number> = { name: 'add', run: async (_tx, n) => n };
    const store = { write: async (_op: unknown, n: unknown) => n } as unknown as Store;
    const call = createCallWrite(store, null);
    expect(await call.write(op, 1)).toBe(1);
    await expect(call.write(op, 2)).rejects.toThrow('KERNEL_INTERNAL');
  });
});

describe('request targets', () => {
  it('keeps tokens out of logs', () => {
    expect(maskedUrl('/ws?token=secret&x=1')).toBe('/ws?token=•••&x=1');
    expect(maskedUrl('/ws?x=1&token=secret')).toBe('/ws?x=1&token=•••');
  });

  it.each([
    ['/a?b=1?2', '/a', 'b=1%3F2'],
    ['', '/', ''],
    ['//evil', '//evil', ''],
    [undefined, '/', ''],
  ])('reads %j', (url, path, query) => {
    const target = targetOf(url);
    expect([target.path, target.query.toString()]).toEqual([path, query]);
  });
});
