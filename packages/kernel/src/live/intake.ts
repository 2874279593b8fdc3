import type { ErrorRegistry } from '@posthouse/protocol';
import { kernelErrors } from '../errors.ts';
import { isRefusal, CodedError, refuse, type Ms, type Refusal } from '../ports/base.ts';
import type { Inbound } from '../ports/peer.ts';
import { closeCodes } from './close-codes.ts';
import type { LivePeer } from './live-peer.ts';
import { nestsDeeper } from './nesting.ts';
import { TokenBucket } from './token-bucket.ts';

/** Messages in hand at which reading pauses. */
const IN_HAND = 32;

/** A peer that has less left of its allowance talks much: its messages wait for their turn. */
const TALKS_MUCH = 0.75;

/** How long further refusals of a peer that comes too fast are only counted: it has been told. */
const TOLD_AGAIN_AFTER: Ms = 1_000;

/** What a frame takes besides its bytes: empty ones are not for nothing. */
const FRAME = 64;

/** A message of so many bytes that nests too deeply is no mistake. */
const NO_MISTAKE = 65_536;

/** What a peer broke, by the close code that its transport answers with. */
const BROKEN: Readonly<Record<number, string>> = {
  1007: 'KERNEL_BAD_TEXT',
  1009: 'KERNEL_TOO_LARGE',
};

type Reply = (value: unknown) => void;

interface Message {
  readonly data: unknown;
  readonly reply: Reply | undefined;
}

/**
 * The kernel's side of what a peer sends: limits first, then the app's handler, one message after the other (K9).
 * Whatever the handler throws ends here.
 */
export class Intake implements Inbound {
  readonly #peer: LivePeer;
  readonly #app: Inbound;
  /** Most peers only listen: what the first message needs is made for it. */
  #bucket: TokenBucket | null = null;
  #bytes: TokenBucket | null = null;
  /** Bytes of the last frame: of a value nobody else knows how large it came. */
  #came = 0;
  /** While bytes are owed nothing is read. */
  #cancelWait: (() => void) | null = null;
  #hand: Message[] | null = null;
  #handling: Promise<void> | null = null;
  /** Refusals that it may still have before it is cut. */
  #patience: TokenBucket | null = null;
  /** When a peer was last told that it comes too fast, and how many messages that did not say. */
  #told: Ms = -Infinity;
  #untold = 0;
  #ended = false;

  constructor(peer: LivePeer, app: Inbound) {
    this.#peer = peer;
    this.#app = app;
    peer.intake = this;
  }

  /** Resolves when everything that was in hand with this message is handled. */
  message(data: unknown, reply?: Reply): Promise<void> {
    const peer = this.#peer;
    if (peer.state === 'closed') return Promise.resolve();
    peer.received++;
    peer.context.counters.received++;
    if (peer.tap !== null) peer.tap.heard(data);
    peer.heartbeat.heard();
    const refusal = this.#limit(data);
    if (refusal) {
      this.#refuse(refusal);
      return Promise.resolve();
    }
    const hand = (this.#hand ??= []);
    hand.push({ data, reply });
    if (hand.length >= IN_HAND) peer.pause();
    return (this.#handling ??= this.#handle(hand));
  }

  /** Holds also while a connection closes: who goes on sending waits, until its transport ends it. */
  took(bytes: number): void {
    const { clock, limits } = this.#peer.context;
    const mono = clock.mono();
    const atOnce = Math.max(2 * this.#peer.maxMessage, limits.bytes);
    this.#came = bytes;
    this.#bytes ??= new TokenBucket(limits.bytes, mono, atOnce);
    const wait = this.#bytes.spend(bytes + FRAME, mono);
    if (wait > 0 && !this.#cancelWait) this.#wait(wait);
  }

  broke(code: number): void {
    this.#peer.context.counters.refuse(BROKEN[code] ?? 'KERNEL_BAD_FRAME');
  }

  /** Whoever is refused more often than a tenth of the messages it may send, for long, does not listen to refusals. */
  refused(code: string): void {
    if (isOurFault(code)) return;
    const { clock, limits } = this.#peer.context;
    const mono = clock.mono();
    this.#patience ??= new TokenBucket(limits.messages / 10, mono, 2 * limits.messages);
    if (!this.#patience.take(mono)) this.#cut(code);
  }

  pong(): void {
    if (!this.#peer.heartbeat.waits) this.took(0);
    this.#peer.pong();
    try {
      this.#app.pong();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** What a peer said before it left is handled before the app hears that it left. */
  closed(code: number): void {
    // Who leaves in debt would come back without it.
    if (this.#cancelWait) this.#offended();
    this.#cancelWait?.();
    this.#cancelWait = null;
    this.#peer.gone();
    if (this.#handling) void this.#handling.then(() => this.ended(code));
    else this.ended(code);
  }

  /** Tells the app, once: when the kernel cut the peer, or else when its connection closed. What is in hand is dropped. */
  ended(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#hand) this.#hand.length = 0;
    try {
      this.#app.closed(code);
    } catch (error) {
      this.#peer.context.log.error({ peer: this.#peer.id, error: String(error) }, 'closed handler failed');
    }
  }

  #limit(data: unknown): Refusal | null {
    const { limits, clock } = this.#peer.context;
    this.#bucket ??= new TokenBucket(limits.messages, clock.mono());
    if (!this.#bucket.take(clock.mono())) return refuse('KERNEL_TOO_FAST', { perSecond: limits.messages });
    if (nestsDeeper(data, limits.depth)) return refuse('KERNEL_TOO_DEEP', { levels: limits.depth });
    return null;
  }

  #refuse(refusal: Refusal): void {
    this.#peer.refused(refusal.refuse);
    if (refusal.refuse === 'KERNEL_TOO_DEEP' && this.#came > NO_MISTAKE) this.#cut(refusal.refuse);
    this.#tell(refusal);
  }

  #cut(code: string): void {
    this.#offended();
    this.#peer.close(closeCodes.tooFast, code);
  }

  /** Each message that is refused for what it says gets its answer; one run of too many gets one a second. */
  #tell(refusal: Refusal): void {
    if (refusal.refuse !== 'KERNEL_TOO_FAST') return this.#peer.notice({ kind: 'refused', refusal });
    const { clock, limits } = this.#peer.context;
    const mono = clock.mono();
    this.#untold++;
    if (mono - this.#told < TOLD_AGAIN_AFTER) return;
    const detail = { perSecond: limits.messages, refused: this.#untold };
    this.#told = mono;
    this.#untold = 0;
    this.#peer.notice({ kind: 'refused', refusal: refuse(refusal.refuse, detail) });
  }

  #offended(): void {
    const { clock, offenders } = this.#peer.context;
    offenders.add(this.#peer.address, clock.mono());
  }

  #wait(wait: Ms): void {
    const { clock } = this.#peer.context;
    this.#peer.pause();
    this.#cancelWait = clock.after(wait, () => {
      this.#cancelWait = null;
      // What had been read already came on top.
      const rest = this.#bytes!.spend(0, clock.mono());
      if (rest > 0) this.#wait(rest);
      else if (this.#mayRead) this.#peer.resume();
    });
  }

  get #mayRead(): boolean {
    return !this.#cancelWait && (this.#hand?.length ?? 0) <= IN_HAND / 2;
  }

  async #handle(hand: Message[]): Promise<void> {
    const { clock, turns } = this.#peer.context;
    for (let next = hand.shift(), first = true; next; next = hand.shift(), first = false) {
      // What comes alone from a peer that says little is handled at once: nobody else's flood is in its way.
      if (!first || this.#bucket!.fullness(clock.mono()) < TALKS_MUCH) await turns.next();
      // Cut while it waited: what it said is not asked for any more.
      if (this.#ended) break;
      try {
        await this.#app.message(next.data, next.reply && this.#answering(next.reply));
      } catch (error) {
        this.#failed(error);
      }
      if (this.#mayRead) this.#peer.resume();
    }
    this.#handling = null;
  }

  #answering(reply: Reply): Reply {
    return (value) => this.#peer.answer(reply, value);
  }

  #failed(error: unknown): void {
    if (error instanceof CodedError) return this.#refuse(refuse(error.code, error.detail));
    if (isRefusal(error)) return this.#refuse(error);
    const { log, counters } = this.#peer.context;
    counters.refuse('KERNEL_INTERNAL');
    log.error(
      { peer: this.#peer.id, endpoint: this.#peer.endpoint, error: stackOf(error) },
      'handler failed',
    );
    this.#peer.close(closeCodes.internal, 'KERNEL_INTERNAL');
  }
}

const registry: ErrorRegistry = kernelErrors;

/** Nobody is cut for asking while the hub itself cannot. */
const isOurFault = (code: string): boolean => (registry[code]?.status ?? 0) >= 500;

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
