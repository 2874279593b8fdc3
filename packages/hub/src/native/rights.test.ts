import type { Auth, Catalog, Key } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { mayPeer } from './rights.ts';
import { yard } from './testing/yard.ts';

const catalog = { apps: new Map([['yard', yard]]) } as unknown as Catalog;
const principal = { id: 'p', roles: [], anonymous: false };

function setUp(answer: boolean) {
  const asked: [string, Key | undefined][] = [];
  const auth: Pick<Auth, 'may'> = {
    async may(_principal, permission, on) {
      asked.push([permission, on]);
      return answer;
    },
  };
  const may = (deed: 'hold' | 'publish', name: string) =>
    mayPeer(auth as Auth, catalog, principal, deed, name, 'yard/1');
  return { asked, may };
}

describe('mayPeer', () => {
  it('asks for the permission that the app has declared, on the key', async () => {
    const { asked, may } = setUp(true);
    expect(await may('hold', 'yard.box')).toBe('yes');
    expect(await may('publish', 'yard/chat')).toBe('yes');
    expect(asked).toEqual([
      ['yard.box.hold', 'yard/1'],
      ['yard.chat.publish', 'yard/1'],
    ]);
  });

  it('says no when the principal may not', async () => {
    expect(await setUp(false).may('hold', 'yard.box')).toBe('no');
  });

  it('opens nothing that no app has declared, also for those who may do everything', async () => {
    const { asked, may } = setUp(true);
    expect(await may('publish', 'yard.facts')).toBe('undeclared');
    expect(await may('hold', 'yard.chat')).toBe('undeclared');
    expect(asked).toEqual([]);
  });
});
