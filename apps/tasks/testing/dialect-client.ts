/** An answer of the dialect, as a client reads it. */
export interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly success: boolean;
    readonly message: string;
    readonly error_code?: string;
    readonly reason?: string;
    readonly code?: string;
    // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever the reply holds
    readonly data?: any;
  };
}

/** Asks a server of this dialect, old or ours. A body that is no text is sent as JSON. */
export function clientOf(url: string, token?: string) {
  return async (method: string, path: string, body?: unknown, type = 'application/json'): Promise<Said> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && {
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as Said['body'] };
  };
}
export type Client = ReturnType<typeof clientOf>;

/** Waits until an import has ended. */
export async function imported(ask: Client, id: number): Promise<Said['body']['data']> {
  for (;;) {
    const { data } = (await ask('GET', `/api/questions/imports/${id}`)).body;
    if (data.ended_at !== null) return data;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
