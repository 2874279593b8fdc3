import { describe, expect, it } from 'vitest';
import { createApi } from './api.ts';
import { ApiError } from './api-error.ts';

interface Asked {
  readonly path: string;
  readonly how: RequestInit & { headers: Record<string, string> };
}

/** An api whose hub answers what the test says. */
function apiWith(answer: () => Response | Promise<Response>, token: string | null = null) {
  const asked: Asked[] = [];
  let strangers = 0;
  const api = createApi({
    fetch: async (path, how) => {
      asked.push({ path: path as string, how: how as Asked['how'] });
      return answer();
    },
    language: () => 'zh-CN',
    token: () => token,
    onStranger: () => strangers++,
    unreachable: () => '连不上驿站',
  });
  return { api, asked, strangers: () => strangers };
}

const refusal = (status: number, code: string) => () =>
  Response.json(
    { error: { code, message: '没有纸了', remedy: '装上新纸卷', detail: { printer: 1 } } },
    { status },
  );

describe('the hub’s REST', () => {
  it('is asked in the reader’s language, with JSON, the key of the deed and the token', async () => {
    const { api, asked } = apiWith(() => Response.json({ id: 7 }), 'secret');
    expect(await api.post('/api/print/orders', { items: [] }, { key: 'one' })).toEqual({ id: 7 });
    expect(asked[0]).toMatchObject({
      path: '/api/print/orders',
      how: {
        method: 'POST',
        body: '{"items":[]}',
        credentials: 'same-origin',
        headers: {
          'accept-language': 'zh-CN',
          'content-type': 'application/json',
          'idempotency-key': 'one',
          authorization: 'Bearer secret',
        },
      },
    });
  });

  it('says nothing of a body or of a token that is not there', async () => {
    const { api, asked } = apiWith(() => Response.json({}));
    await api.post('/api/print/jobs/1/retry');
    expect(asked[0]?.how.headers).toEqual({ 'accept-language': 'zh-CN' });
    expect(asked[0]?.how).not.toHaveProperty('body');
  });

  it('turns a coded no into one error with its words', async () => {
    const { api, strangers } = apiWith(refusal(409, 'PRINT_PAPER_OUT'));
    await expect(api.get('/x')).rejects.toMatchObject({
      name: 'ApiError',
      code: 'PRINT_PAPER_OUT',
      message: '没有纸了',
      remedy: '装上新纸卷',
      status: 409,
      detail: { printer: 1 },
    });
    expect(strangers()).toBe(0);
  });

  it('tells when the hub does not know us any more', async () => {
    const { api, strangers } = apiWith(refusal(401, 'HUB_TOKEN_MISSING'));
    await expect(api.get('/x')).rejects.toThrow(ApiError);
    expect(strangers()).toBe(1);
  });

  it('has words for an answer that is none, and for no answer', async () => {
    const proxy = apiWith(() => new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
    await expect(proxy.api.get('/x')).rejects.toMatchObject({ code: 'HTTP_502', message: 'Bad Gateway' });
    const cut = apiWith(() => Promise.reject(new TypeError('fetch failed')));
    await expect(cut.api.text('/x')).rejects.toMatchObject({
      code: 'CONSOLE_UNREACHABLE',
      message: '连不上驿站',
      status: 0,
    });
  });

  it('reads what an old dialect answers, in the reader’s language where it is told', async () => {
    const { api } = apiWith(() =>
      Response.json(
        { success: false, message: '任务不存在', text: 'There is no such task', reason: 'TASKS_UNKNOWN' },
        { status: 404 },
      ),
    );
    await expect(api.get('/x')).rejects.toMatchObject({
      code: 'TASKS_UNKNOWN',
      message: 'There is no such task',
      status: 404,
    });
  });

  it('lets an abort through as what it is', async () => {
    const gone = new AbortController();
    gone.abort();
    const { api } = apiWith(() => Promise.reject(gone.signal.reason as Error));
    await expect(api.get('/x', { signal: gone.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
