import { describe, expect, it } from 'vitest';
import type { Api } from './api.ts';
import { ApiError } from './api-error.ts';
import { createSession, type Me } from './session.ts';

const boss: Me = {
  id: 'user/1',
  name: 'boss',
  roles: ['owner'],
  anonymous: false,
  permissions: ['print.job.read'],
  timezone: 'Asia/Shanghai',
  user: { name: 'boss', full_name: null },
};

function rig(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const tokens: (string | null)[] = [];
  const answer = async (line: string): Promise<never> => {
    asked.push(line);
    const found = answers[line];
    if (found instanceof Error) throw found;
    return found as never;
  };
  const api = {
    get: (path: string) => answer(`GET ${path}`),
    post: (path: string) => answer(`POST ${path}`),
  } as Pick<Api, 'get' | 'post'> as Api;
  const session = createSession(api, {
    get: () => tokens.at(-1) ?? null,
    set: (token) => void tokens.push(token),
  });
  return { session, asked, tokens, answers };
}

const no = (status: number) => new ApiError('NO', 'no', { status });

describe('a session', () => {
  it('knows who we are and what we may', async () => {
    const { session } = rig({ 'GET /api/auth/me': boss });
    expect(session.may('print.job.read')).toBe(false);
    expect(await session.load()).toBe(true);
    expect(session.me.value?.name).toBe('boss');
    expect([session.may('print.job.read'), session.may('print.job.retry'), session.may(undefined)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('tells a stranger from a hub that is away', async () => {
    const stranger = rig({ 'GET /api/auth/me': no(401) });
    expect(await stranger.session.load()).toBe(false);
    const away = rig({ 'GET /api/auth/me': no(0) });
    await expect(away.session.load()).rejects.toThrow('no');
  });

  it('forgets a token that the hub does not take, and one of before when somebody signs in', async () => {
    const { session, tokens, answers } = rig({ 'GET /api/auth/me': no(401) });
    await expect(session.enterToken('wrong')).rejects.toThrow('no');
    expect(tokens).toEqual(['wrong', null]);
    answers['GET /api/auth/me'] = boss;
    await session.enterToken('right');
    await session.signIn('boss', 'a horse on the road');
    expect(tokens).toEqual(['wrong', null, 'right', null]);
    expect(session.me.value).toEqual(boss);
  });

  it('ends', async () => {
    const { session, asked } = rig({ 'GET /api/auth/me': boss });
    await session.load();
    await session.signOut();
    expect(asked).toContain('POST /api/auth/sign-out');
    expect(session.me.value).toBeNull();
    expect(session.ended.value).toBe(false);
  });

  it('remembers that it was the hub who ended it, until somebody is in again', async () => {
    const { session, answers } = rig({ 'GET /api/auth/me': no(401) });
    await session.load();
    expect(session.ended.value).toBe(false);
    answers['GET /api/auth/me'] = boss;
    await session.load();
    answers['GET /api/auth/me'] = no(401);
    await session.load();
    expect([session.me.value, session.ended.value]).toEqual([null, true]);
    answers['GET /api/auth/me'] = boss;
    await session.signIn('boss', 'a horse on the road');
    session.forget();
    expect(session.ended.value).toBe(true);
    await session.enterToken('right');
    expect(session.ended.value).toBe(false);
  });
});
