/** What a test gets back: the status, the body as JSON (null without one), and the cookie that was set. */
export interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly cookie: string | undefined;
}

/** Bodies are looked at, not trusted: `expect` compares what is in them. */
// oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever the reply holds
type Body = any;

/** Somebody who calls a hub: with a token, or with a cookie as a page of the hub would send it. */
export class Caller {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  /** The same hub, with these headers instead. */
  as(headers: Readonly<Record<string, string>>): Caller {
    return new Caller(this.#url, headers);
  }

  bearing(token: string): Caller {
    return this.as({ authorization: `Bearer ${token}` });
  }

  /** As the hub's own page in a browser that holds the cookie. */
  withCookie(cookie: string): Caller {
    return this.as({ cookie, 'sec-fetch-site': 'same-origin' });
  }

  get = (path: string): Promise<Answer> => this.ask('GET', path);
  post = (path: string, body: unknown = {}): Promise<Answer> => this.ask('POST', path, body);
  put = (path: string, body: unknown): Promise<Answer> => this.ask('PUT', path, body);
  patch = (path: string, body: unknown): Promise<Answer> => this.ask('PATCH', path, body);
  delete = (path: string): Promise<Answer> => this.ask('DELETE', path);

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const reply = await fetch(this.#url + path, {
      method,
      redirect: 'manual',
      headers: {
        'accept-language': 'en',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.#headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: reply.status,
      body: isJson && text !== '' ? JSON.parse(text) : null,
      cookie: reply.headers.getSetCookie()[0]?.split(';')[0],
    };
  }
}
