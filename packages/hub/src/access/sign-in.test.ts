import { isRefusal, type Store } from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { expect, it } from 'vitest';
import { createPasswords } from './passwords.ts';
import { createSignIn } from './sign-in.ts';
import { Tries } from './tries.ts';

const PASSWORD = 'a horse on the road';

it('by one who has an account does not forgive the guesses at others from the same address', async () => {
  const clock = createFakeClock();
  const passwords = createPasswords({ ln: 4, r: 1, p: 1 });
  const own = { id: 1, name: 'own', hash: await passwords.hash(PASSWORD) };
  const store = {
    read: async (_: unknown, { login }: { login: string }) => (login === 'own' ? own : null),
    write: async () => ({ id: 9 }),
  } as unknown as Store;
  const signIn = createSignIn({
    store,
    clock,
    passwords,
    byAccount: new Tries({ clock, free: 5, longest: 60_000 }),
    byAddress: new Tries({ clock, free: 3, longest: 60_000 }),
    span: 60_000,
  });
  const enter = async (login: string, password: string) => {
    const answer = await signIn({ login, password, address: '192.0.2.7', agent: '', kind: 'phs' });
    return isRefusal(answer) ? answer.refuse : 'signed in';
  };
  expect(await enter('ada', 'spring 2026')).toBe('ACCESS_CREDENTIALS');
  expect(await enter('bo', 'spring 2026')).toBe('ACCESS_CREDENTIALS');
  // Neither does it add to them: it does not matter how often.
  for (let i = 0; i < 5; i++) expect(await enter('own', PASSWORD)).toBe('signed in');
  expect(await enter('cy', 'spring 2026')).toBe('ACCESS_CREDENTIALS');
  expect(await enter('di', 'spring 2026')).toBe('ACCESS_TRIES');
});
