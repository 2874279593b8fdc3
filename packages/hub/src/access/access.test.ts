import fc from 'fast-check';
import { createFakeClock } from '@posthouse/kernel/testing';
import { describe, expect, it } from 'vitest';
import { cookieMayAct, sessionCookie, setCookie } from './cookie.ts';
import { createMeter } from './meter.ts';
import { createPasswords } from './passwords.ts';
import { loginOf, mayGive, passwordFault } from './rules.ts';
import { newClaimCode, newSecret, plainClaimCode, secretKind } from './secrets.ts';
import { backoff, Tries } from './tries.ts';

const CHEAP = { ln: 4, r: 1, p: 1 };

describe('passwords', () => {
  it('are right whole and only whole, whichever way their letters were typed', async () => {
    const passwords = createPasswords(CHEAP);
    const hash = await passwords.hash('caf\u00e9 am Weg');
    expect(hash).toMatch(/^\$scrypt\$ln=4,r=1,p=1\$/);
    expect(await passwords.verify('cafe\u0301 am Weg', hash)).toBe('right');
    for (const other of ['caf\u00e9 am We', 'caf\u00e9 am Weg ', '']) {
      expect(await passwords.verify(other, hash)).toBe('wrong');
    }
    expect(await passwords.hash('caf\u00e9 am Weg')).not.toBe(hash);
  });

  it('of an older cost are right and stale; of no account or a broken hash always wrong', async () => {
    const old = await createPasswords({ ln: 3, r: 1, p: 1 }).hash('a horse');
    const passwords = createPasswords(CHEAP);
    expect(await passwords.verify('a horse', old)).toBe('stale');
    expect(await passwords.verify('a horse', null)).toBe('wrong');
    expect(await passwords.verify('a horse', '$2b$10$something-else')).toBe('wrong');
  });

  it('that too many ask about at once are refused, and those before are answered', async () => {
    const passwords = createPasswords(CHEAP);
    const all = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.verify('x', null)));
    const refused = all.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(40 - 2 - 32);
    expect(refused[0]).toMatchObject({ reason: { code: 'ACCESS_BUSY' } });
  });

  it.each([
    ['too short', 'abcdefghi', true],
    ['one letter', 'aaaaaaaaaaaaaaaa', true],
    ['the name', 'Somebody-Else', true],
    ['too long', 'abcd'.repeat(65), true],
    ['long enough', 'a horse on the road', false],
    ['Chinese', '驿路梨花处处开满山坡', false],
  ])('%s: weak is %s', (_, password, weak) => {
    expect(passwordFault(password, 'somebody-else') !== null).toBe(weak);
  });
});

describe('tries', () => {
  it('cost nothing at first, then twice as much each time, up to the longest', () => {
    expect([4, 5, 6, 7, 30].map((failures) => backoff(failures, 5, 60_000))).toEqual([
      0, 1_000, 2_000, 4_000, 60_000,
    ]);
  });

  it('wait out, are forgiven by a success, and are forgotten after an hour', () => {
    const clock = createFakeClock();
    const tries = new Tries({ clock, free: 2, longest: 60_000 });
    tries.fail('ada');
    expect(tries.wait('ada')).toBe(0);
    tries.fail('ada');
    expect(tries.wait('ada')).toBe(1_000);
    expect(tries.wait('bo')).toBe(0);
    clock.advance(999);
    expect(tries.wait('ada')).toBe(1);
    clock.advance(1);
    expect(tries.wait('ada')).toBe(0);
    tries.fail('ada');
    tries.succeed('ada');
    expect(tries.wait('ada')).toBe(0);
    for (let i = 0; i < 5; i++) tries.fail('ada');
    clock.advance(3_600_000);
    tries.fail('ada');
    expect(tries.wait('ada')).toBe(0);
  });

  it('take back one failure alone, and the wait that it made', () => {
    const clock = createFakeClock();
    const tries = new Tries({ clock, free: 2, longest: 60_000 });
    tries.fail('ada')();
    for (let i = 0; i < 3; i++) tries.fail('ada');
    expect(tries.wait('ada')).toBe(2_000);
    clock.advance(2_000);
    const takeBack = tries.fail('ada');
    expect(tries.wait('ada')).toBe(4_000);
    takeBack();
    expect(tries.wait('ada')).toBe(0);
    tries.fail('ada');
    expect(tries.wait('ada')).toBe(4_000);
  });

  it('keep the failures of others that came since', () => {
    const tries = new Tries({ clock: createFakeClock(), free: 2, longest: 60_000 });
    const takeBack = tries.fail('ada');
    tries.fail('ada');
    tries.fail('ada');
    takeBack();
    expect(tries.wait('ada')).toBe(1_000);
  });

  it('are bounded: the one that failed longest ago is forgotten first', () => {
    const tries = new Tries({ clock: createFakeClock(), free: 0, longest: 60_000, bound: 2 });
    for (const name of ['a', 'b', 'a', 'c']) tries.fail(name);
    expect(['a', 'b', 'c'].map((name) => tries.wait(name) > 0)).toEqual([true, false, true]);
  });
});

describe('the meter', () => {
  it('measures each caller alone: twice the rate at once, then the rate', () => {
    const clock = createFakeClock();
    const meter = createMeter(2, clock);
    const asked = (caller: string, times: number) =>
      Array.from({ length: times }, () => meter(caller)).filter(Boolean).length;
    expect(asked('a', 10)).toBe(4);
    expect(asked('b', 10)).toBe(4);
    clock.advance(1_000);
    expect(asked('a', 10)).toBe(2);
    expect(createMeter(0, clock)('a')).toBe(true);
  });
});

describe('the session cookie', () => {
  const secret = newSecret('phs');
  const read = (headers: Record<string, string>) =>
    sessionCookie({ headers: new Map(Object.entries({ host: 'hub:5000', ...headers })) });

  it.each([
    ['alone', { cookie: `posthouse_session=${secret}` }, true],
    ['among others', { cookie: `a=b; posthouse_session=${secret}; c` }, true],
    ['of the hub’s own page', { cookie: `posthouse_session=${secret}`, origin: 'http://hub:5000' }, true],
    ['of another port', { cookie: `posthouse_session=${secret}`, origin: 'http://hub:5001' }, false],
    ['of a sandboxed page', { cookie: `posthouse_session=${secret}`, origin: 'null' }, false],
    ['of another name', { cookie: `xposthouse_session=${secret}` }, false],
    ['of another kind', { cookie: `posthouse_session=${newSecret('phk')}` }, false],
  ])('%s: read is %s', (_, headers, taken) => {
    expect(read(headers as unknown as Record<string, string>)).toBe(taken ? secret : undefined);
  });

  it('acts where the browser vouches for the page', () => {
    const calm = { method: 'POST', effects: false, origin: undefined, site: undefined };
    const may = (more: object) => cookieMayAct({ ...calm, ...more });
    expect([{ method: 'GET' }, { site: 'same-origin' }, { origin: 'http://hub:5000' }].map(may)).toEqual([
      true,
      true,
      true,
    ]);
    expect(
      [
        {},
        { site: 'same-site' },
        { site: 'cross-site' },
        { site: 'none' },
        { method: 'GET', effects: true },
      ].map(may),
    ).toEqual([false, false, false, false, false]);
    expect(may({ method: 'GET', effects: true, site: 'none' })).toBe(true);
  });

  it('is for TLS alone behind TLS, and ends at once with an empty secret', () => {
    expect(setCookie('x', 5_000, true)).toBe(
      'posthouse_session=x; Path=/; Max-Age=5; HttpOnly; SameSite=Lax; Secure',
    );
    expect(setCookie('', 5_000, false)).toContain('Max-Age=0');
  });
});

describe('rights to give', () => {
  it.each([
    [['owner'], 'owner', true],
    [['admin'], 'owner', false],
    [['admin'], 'admin', true],
    [['lines-super'], 'lines-super', true],
    [['lines-super'], 'viewer', false],
    [['operator'], 'viewer', false],
    [[], 'viewer', false],
  ])('%j may give %s: %s', (givers, role, may) => {
    expect(mayGive(givers, role)).toBe(may);
  });
});

describe('secrets', () => {
  it('say what they open, and claim codes are read however they are typed', () => {
    expect(secretKind(newSecret('phm'))).toBe('phm');
    expect(secretKind('phm_short')).toBe(null);
    fc.assert(
      fc.property(fc.constantFrom(' ', '-', '', ' - '), fc.boolean(), (dash, lower) => {
        const code = newClaimCode();
        const typed = code.replace('-', dash);
        return plainClaimCode(lower ? typed.toLowerCase() : typed) === code;
      }),
    );
  });

  it('names are looked up without case, width or blanks around them', () => {
    expect([' Ada ', 'ＡＤＡ', 'ada'].map(loginOf)).toEqual(['ada', 'ada', 'ada']);
  });
});
