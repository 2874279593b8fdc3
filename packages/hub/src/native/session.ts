import {
  CodedError,
  isRefusal,
  refuse,
  type Handshake,
  type Inbound,
  type Principal,
  type Refusal,
} from '@posthouse/kernel';
import { protocolErrors, VERSION, type ClientMessage, type ClientWord } from '@posthouse/protocol';
import { parseClientMessage, type Fault } from '@posthouse/protocol/parse';
import type { Context } from './context.ts';
import { Holdings } from './holdings.ts';
import { answer } from './methods.ts';
import { publish, subscribe, unsubscribe } from './room-words.ts';

const CLOSE_UNAUTHENTICATED = 4401;
const CLOSE_VERSION = 4406;

/** One native connection. The kernel hands over its messages one after the other (K9). */
export class Session implements Inbound {
  readonly #context: Context;
  /** Most peers hold nothing. */
  #holdings: Holdings | null = null;
  /** Kept until the welcome: an idle connection should cost little. */
  #handshake: Handshake | null;

  constructor(context: Context, handshake: Handshake) {
    this.#context = context;
    this.#handshake = handshake;
  }

  /** Coded errors become `error` messages; any other is a fault of ours and the kernel's to log. */
  async message(data: unknown): Promise<void> {
    const parsed = parseClientMessage(data);
    if ('fault' in parsed) return this.#misunderstood(parsed.fault);
    const word = parsed.ok;
    try {
      const refusal = await this.#handle(word);
      if (refusal) this.#refuse(word, refusal);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#refuse(word, refuse(error.code, error.detail));
    }
  }

  pong(): void {
    // The kernel keeps the heartbeat.
  }

  closed(): void {
    this.#holdings?.close().catch((error: unknown) => {
      const { kernel, peer } = this.#context;
      kernel.log.warn({ peer: peer.id, error: String(error) }, 'leases of a closed connection not released');
    });
  }

  async #handle(word: ClientMessage): Promise<Refusal | undefined> {
    if (word.type === 'hello') return this.#greet(word);
    if (word.type === 'ping') {
      this.#context.say({ type: 'pong', ...echo(word.id), data: {} });
      return undefined;
    }
    if (this.#handshake) return refuse('NATIVE_HELLO_FIRST');
    switch (word.type) {
      case 'subscribe':
        return subscribe(this.#context, word);
      case 'unsubscribe':
        return unsubscribe(this.#context, word);
      case 'publish':
        return publish(this.#context, word);
      case 'hold':
        return this.#holding().hold(word);
      case 'release':
        return this.#holding().release(word);
      case 'start':
        await this.#holding().start(word);
        return undefined;
      case 'taken':
      case 'over':
      case 'evidence':
        return this.#holding().report(word);
      case 'request':
        await answer(this.#context, word);
        return undefined;
    }
  }

  #holding(): Holdings {
    return (this.#holdings ??= new Holdings(this.#context));
  }

  async #greet(word: ClientWord<'hello'>): Promise<Refusal | undefined> {
    const { peer, kernel } = this.#context;
    if (!this.#handshake) return refuse('NATIVE_HELLO_TWICE');
    if (word.data.version !== VERSION) {
      this.#refuse(word, refuse('NATIVE_VERSION', { hub: VERSION }));
      peer.close(CLOSE_VERSION, 'NATIVE_VERSION');
      return undefined;
    }
    const who = await kernel.auth.who(this.#handshake, word.data.token);
    if (isRefusal(who)) {
      this.#refuse(word, who);
      peer.close(CLOSE_UNAUTHENTICATED, who.refuse);
      return undefined;
    }
    this.#welcome(who, word.id);
    return undefined;
  }

  #welcome(who: Principal, id: string | undefined): void {
    const { peer, kernel, limits, say } = this.#context;
    peer.open(who);
    this.#handshake = null;
    const { message, subscriptions, holds, rate } = limits;
    say({
      type: 'welcome',
      ...echo(id),
      data: {
        session: peer.id,
        now: kernel.clock.now(),
        epoch: kernel.store.epoch,
        limits: { message, subscriptions, holds, rate },
      },
    });
  }

  #misunderstood({ code, type, id, detail }: Fault): void {
    const { peer, say, text } = this.#context;
    const about = { ...(type !== undefined && { type }), ...(detail && { detail }) };
    say({
      type: 'error',
      ...echo(id),
      data: {
        code,
        message: text(code),
        ...(Object.keys(about).length > 0 && { about }),
      },
    });
    peer.refused(code);
  }

  #refuse(word: ClientMessage, { refuse: code, detail }: Refusal): void {
    const { peer, say, text } = this.#context;
    const about = { ...subjectOf(word), ...(detail !== undefined && { detail }) };
    say({ type: 'error', ...echo(word.id), data: { code, message: text(code), about } });
    // The kernel counts its own.
    if (code in protocolErrors) peer.refused(code);
  }
}

/** What a message was about, so that its sender knows which of its wishes was refused. */
function subjectOf(word: ClientMessage) {
  switch (word.type) {
    case 'subscribe':
    case 'unsubscribe':
    case 'publish':
      return { type: word.type, room: word.room };
    case 'hold':
    case 'release': {
      const { box, key } = word.data;
      return { type: word.type, mailbox: { box, key } };
    }
    case 'start':
    case 'taken':
    case 'over':
    case 'evidence':
      return { type: word.type, item: word.data.item };
    case 'hello':
    case 'ping':
    case 'request':
      return { type: word.type };
  }
}

function echo(id: string | undefined): { readonly id?: string } {
  return id === undefined ? {} : { id };
}
