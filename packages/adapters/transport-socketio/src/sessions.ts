import { CodedError, type App, type Endpoint, type Handshake, type Log, type Store } from '@posthouse/kernel';
import { parseOffset } from './offset.ts';
import { resumableAccept } from './resumable.ts';
import { adoptSessions, openSession, restoreSession } from './session-ops.ts';
import { Session } from './session.ts';

type Resume = NonNullable<Endpoint['resume']>;

/** A handshake's session, on the object itself: copies of it, with the address behind a proxy say, keep it. */
const SESSION = Symbol('session');
type Bound = Handshake & { readonly [SESSION]?: Session };

/**
 * The stored sessions of Socket.IO clients, by which a connection comes back as the one it was, also to a hub that was
 * killed. The ops are those of `recoveryApp()`, which the hub lists beside its apps.
 */
export class Sessions {
  readonly #store: Store;
  readonly #log: Log;

  constructor({ store, log }: { store: Store; log: Log }) {
    this.#store = store;
    this.#log = log;
  }

  /** Wraps an app's `accept` so that its Socket.IO peers' rooms are stored and come back. Other peers pass through. */
  resumable(app: Pick<App, 'accept' | 'rooms'>): Pick<App, 'accept'> {
    return { accept: resumableAccept(app, (hello: Bound) => hello[SESSION]) };
  }

  /** From the transport, which finds a session, to the app's `accept`, which fills its rooms. */
  bind(hello: Handshake, session: Session): void {
    Object.assign(hello, { [SESSION]: session });
  }

  /** Before an endpoint opens: what a killed hub left open counts from now. */
  async adopt(endpoint: string): Promise<void> {
    await this.#store.write(adoptSessions, { endpoint });
  }

  /** null: it could not be stored, so its client must not be promised that it may come back. */
  async open(endpoint: string, { room: log }: Resume, pid: string, sid: string): Promise<Session | null> {
    try {
      const seq = await this.#store.write(openSession, { pid, sid, endpoint, log });
      const at = { epoch: this.#store.epoch, seq };
      return this.#session({ pid, sid, lease: 1, log, at, resumed: false, principal: null, members: [] });
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#log.warn({ sid, code: error.code }, 'a session could not be stored');
      return null;
    }
  }

  /** null: there is nothing to resume, the client begins anew. */
  async restore(
    endpoint: string,
    { room: log, within }: Resume,
    pid: string,
    offset: string,
  ): Promise<Session | null> {
    const at = parseOffset(offset);
    if (!at || at.epoch !== this.#store.epoch) return null;
    const stored = await this.#store.write(restoreSession, { pid, endpoint, log, seq: at.seq, within });
    return stored && this.#session({ ...stored, pid, log, at, resumed: true });
  }

  #session(state: Session['state']): Session {
    return new Session(state, this.#store, this.#log);
  }
}
