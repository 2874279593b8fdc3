import { io, type Socket } from 'socket.io-client';

/** How the line to the hub is; `retryAt` is when it is tried again (`Date.now()`). */
export type LineState =
  | { readonly is: 'connecting' }
  | { readonly is: 'online' }
  | { readonly is: 'offline'; readonly retryAt: number }
  | { readonly is: 'refused'; readonly code: string; readonly retryAt: number };

export interface ConnectionOptions {
  readonly url: string;
  readonly token: string | null;
  readonly clientId: string;
  readonly journal: string;
  onState(state: LineState): void;
  onPrint(payload: Readonly<Record<string, unknown>>, job: string): void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;
const CONNECT_WITHIN = 5_000;
const ANSWER_WITHIN = 10_000;

/**
 * The line to the hub. It is tried for ever, with growing waits and at once when the browser says that the network is
 * back; Socket.IO's own attempts are off because they end, and do not say when the next one is.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #socket: Socket;
  #state: LineState = { is: 'connecting' };
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { token } = options;
    this.#socket = io(options.url, {
      path: '/bridge/socket.io/',
      reconnection: false,
      timeout: CONNECT_WITHIN,
      forceNew: true,
      ...(token !== null && { auth: { token } }),
    });
    this.#socket.on('connect', () => void this.#register());
    this.#socket.on('connect_error', (error) => this.#later(codeOf(error)));
    this.#socket.on('disconnect', () => this.#later(null));
    this.#socket.on('print', (payload: unknown, about: { job?: unknown } | undefined) => {
      if (typeof payload !== 'object' || payload === null || typeof about?.job !== 'string') return;
      options.onPrint(payload as Record<string, unknown>, about.job);
    });
  }

  get state(): LineState {
    return this.#state;
  }

  get socketId(): string | undefined {
    return this.#socket.id;
  }

  /** Tells how a job went; true when the hub has it on disk. */
  async report(event: 'received' | 'printed' | 'failed', job: string, message?: string): Promise<boolean> {
    if (this.#state.is !== 'online') return false;
    try {
      const said: unknown = await this.#socket
        .timeout(ANSWER_WITHIN)
        .emitWithAck(event, { job, ...(message !== undefined && { message }) });
      return typeof said === 'object' && said !== null && 'recorded' in said;
    } catch {
      return false;
    }
  }

  /** Tries now. */
  retry(): void {
    if (this.#closed || this.#socket.connected) return;
    clearTimeout(this.#timer);
    this.#become({ is: 'connecting' });
    this.#socket.connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket.disconnect();
  }

  async #register(): Promise<void> {
    const { clientId, journal } = this.#options;
    try {
      const answer = (await this.#socket
        .timeout(ANSWER_WITHIN)
        .emitWithAck('register', clientId, { journal })) as { error?: { code: string } };
      if (answer.error) {
        this.#refused = answer.error.code;
        this.#socket.disconnect();
        return;
      }
      this.#tries = 0;
      this.#become({ is: 'online' });
    } catch {
      this.#socket.disconnect();
    }
  }

  #refused: string | null = null;

  #later(code: string | null): void {
    if (this.#closed) return;
    const reason = code ?? this.#refused;
    this.#refused = null;
    clearTimeout(this.#timer);
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#tries++);
    const wait = longest / 2 + (Math.random() * longest) / 2;
    const retryAt = Date.now() + wait;
    this.#become(reason === null ? { is: 'offline', retryAt } : { is: 'refused', code: reason, retryAt });
    this.#timer = setTimeout(() => this.retry(), wait);
  }

  #become(state: LineState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** Our refusals carry a code; anything else is the network's. */
function codeOf(error: Error & { data?: { code?: string } }): string | null {
  return error.data?.code ?? null;
}
