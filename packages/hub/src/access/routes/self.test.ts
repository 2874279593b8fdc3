import { isRefusal } from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { expect, it } from 'vitest';
import { createPasswords } from '../passwords.ts';
import { Tries } from '../tries.ts';
import type { AnyCall } from './route.ts';
import { confirmPassword } from './self.ts';

it('compares no more guesses of the own password at once than one after the other', async () => {
  const passwords = createPasswords({ ln: 4, r: 1, p: 1 });
  const claims = new Tries({ clock: createFakeClock(), free: 5, longest: 60_000 });
  const account = { id: 1, hash: await passwords.hash('a horse on the road') };
  const call = { kernel: { store: { read: async () => account } } } as unknown as AnyCall;
  const guesses = Array.from({ length: 30 }, (_, guess) =>
    confirmPassword({ claims, passwords }, call, 1, `horse ${guess}`),
  );
  const codes = (await Promise.all(guesses)).map((answer) => isRefusal(answer) && answer.refuse);
  expect(codes.filter((code) => code === 'ACCESS_PASSWORD_WRONG')).toHaveLength(5);
  expect(codes.filter((code) => code === 'ACCESS_TRIES')).toHaveLength(25);
});
