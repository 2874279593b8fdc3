import type { Clock, Dial, Ms } from '@posthouse/kernel';
import { processId } from '../escpos/process-id.ts';
import { troubleOf } from '../escpos/status.ts';
import { askStatus } from './ask-status.ts';
import type { Driver } from './driver.ts';
import { Link } from './link.ts';
import type { CommandSet } from '../receipt/command-set.ts';
import type { BeforeReason, Confirmation, DriverState, Outcome, PrintJob } from './outcome.ts';
import { sendAndConfirm } from './send.ts';

export interface DirectDriverOptions {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly host: string;
  /** 9100 by default. */
  readonly port?: number;
  /** What a person says that the printer confirms; `auto`, the default, finds out. */
  readonly confirm?: Confirmation;
  /** What `onLearned` said in an earlier life of this driver. */
  readonly learned?: Confirmation;
  /** Called with what the driver found out about confirmation, to be kept for `learned` of the next start. */
  onLearned?(confirm: Confirmation): void;
  /** Called at every change of link, status or trouble. */
  onState?(state: DriverState): void;
  readonly times?: Partial<DriverTimes>;
}

/** All in milliseconds. */
export interface DriverTimes {
  readonly connect: Ms;
  /** For an answer about its state; doubled, up to eight times, for a printer that was found silent though it speaks. */
  readonly status: Ms;
  /** For a confirmation, from the last byte or from the end of a trouble. */
  readonly confirm: Ms;
  /** For the stronger confirmation when the weaker one is there, while it is not known whether it exists. */
  readonly stronger: Ms;
  /** For a confirmation of a printer that has never given one. */
  readonly mute: Ms;
  /** How long a trouble may hold up a document that was begun. */
  readonly patience: Ms;
  /** The connection closes after that much idleness: port 9100 serves one at a time. */
  readonly idle: Ms;
}

export const DRIVER_TIMES: DriverTimes = {
  connect: 5_000,
  status: 1_500,
  confirm: 15_000,
  stronger: 6_000,
  mute: 2_000,
  patience: 30 * 60_000,
  idle: 5_000,
};

export interface DirectDriver extends Driver {
  readonly confirm: Confirmation;
}

const MOST_WAITING = 16;
const MOST_PATIENCE = 8;
const IDLE_STATE: DriverState = { link: 'closed', status: null, trouble: null };

/** The session with one TCP printer: one connection, one document at a time, by the paper protocol. */
export function createDirectDriver(options: DirectDriverOptions): DirectDriver {
  return new TcpDriver(options);
}

class TcpDriver implements DirectDriver {
  state: DriverState = IDLE_STATE;
  confirm: Confirmation;
  #chosen: Confirmation;
  #options: DirectDriverOptions;
  #times: DriverTimes;
  #link: Link | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #closed = false;
  /** It has said something at least once: from then on silence is a fault, not a habit. */
  #speaks: boolean;
  /** So many times the usual is waited for its state: one that always answers late must not wait for ever itself. */
  #statusPatience = 1;
  #printedIds = new Set<string>();
  #nextId: number;
  #stopIdle: () => void = () => undefined;

  constructor(options: DirectDriverOptions) {
    this.#options = options;
    this.#times = { ...DRIVER_TIMES, ...options.times };
    this.#chosen = options.confirm ?? 'auto';
    this.confirm = this.#chosen === 'auto' ? (options.learned ?? 'auto') : this.#chosen;
    this.#speaks = this.confirm === 'process-id' || this.confirm === 'buffer';
    // Ids of an earlier life of this driver must not come again soon.
    this.#nextId = options.clock.now();
  }

  async print(job: PrintJob): Promise<Outcome> {
    if (this.#waiting >= MOST_WAITING) return { how: 'failed-before', reason: 'busy' };
    return this.#inTurn(async () => {
      const outcome = await this.#print(job);
      if (outcome.how === 'unknown') this.#drop();
      return outcome;
    });
  }

  async probe(commandSet?: CommandSet): Promise<DriverState> {
    if (this.#waiting >= MOST_WAITING) return this.state;
    return this.#inTurn(async () => {
      await this.#ready(this.#mute(commandSet));
      return this.state;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#drop();
    await this.#tail;
  }

  #inTurn<T>(turn: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const result = this.#tail.then(async () => {
      this.#stopIdle();
      try {
        return await turn();
      } finally {
        this.#waiting--;
        if (this.#link)
          this.#stopIdle = this.#options.clock.after(this.#times.idle, () => void this.#hangUp());
      }
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** Whether nothing at all is asked: a person chose so, or the questions, which are ESC/POS, would be printed. */
  #mute(commandSet: CommandSet | undefined): boolean {
    return this.#chosen === 'none' || commandSet === 'star';
  }

  async #print(job: PrintJob): Promise<Outcome> {
    const mute = this.#mute(job.commandSet);
    const ready = await this.#ready(mute);
    if ('how' in ready) return ready;
    const link = ready;
    let started: boolean;
    try {
      started = await job.onStart();
    } catch (error) {
      return before('not-started', String(error));
    }
    if (!started) return { how: 'revoked' };
    // Committing the start takes time, in which the cover may open.
    if (link.lost !== null) return before(this.#closed ? 'closed' : 'unreachable', link.lost);
    const trouble = link.status && troubleOf(link.status);
    if (trouble) return before(trouble);

    const id = processId(this.#nextId++);
    this.#printedIds.clear();
    const outcome = await sendAndConfirm({
      link,
      bytes: job.bytes,
      id,
      confirm: this.confirm,
      mute,
      clock: this.#options.clock,
      times: this.#times,
      printed: () => this.#printedIds.has(id),
    });
    if (!mute) this.#learn(outcome);
    return outcome.how === 'unknown' && this.#closed ? { ...outcome, reason: 'closed' } : outcome;
  }

  /** A connected link whose printer is able to print, or why there is none. */
  async #ready(mute: boolean): Promise<Link | Extract<Outcome, { how: 'failed-before' }>> {
    if (this.#closed) return before('closed');
    const held = this.#link;
    const wait = this.#times.status * this.#statusPatience;
    // A connection that stood idle may be dead without knowing it: whoever has spoken must speak again.
    if (held && (mute || !this.#speaks || (await askStatus(held, wait)))) return this.#able(held);
    this.#drop();
    let link: Link;
    try {
      link = await this.#connect();
    } catch (error) {
      this.#show({ link: 'unreachable', status: null, trouble: null });
      return before('unreachable', error instanceof Error ? error.message : String(error));
    }
    if (this.#closed) {
      link.destroy();
      return before('closed');
    }
    this.#link = link;
    this.#look(link);
    if (mute) return link;
    if (await askStatus(link, wait)) this.#speaks = true;
    else if (link.lost !== null) return before('unreachable', link.lost);
    else if (this.#speaks) {
      this.#drop();
      this.#show({ link: 'unreachable', status: null, trouble: null });
      this.#statusPatience = Math.min(MOST_PATIENCE, this.#statusPatience * 2);
      return before('silent');
    }
    return this.#able(link);
  }

  #able(link: Link): Link | Extract<Outcome, { how: 'failed-before' }> {
    this.#look(link);
    const trouble = link.status && troubleOf(link.status);
    return trouble ? before(trouble) : link;
  }

  async #connect(): Promise<Link> {
    const { dial, clock, host, port = 9100 } = this.#options;
    const duplex = await dial({ host, port, timeout: this.#times.connect });
    const link: Link = new Link(duplex, clock, (reply) => {
      if (reply.is === 'printed')
        this.#printedIds = new Set([...this.#printedIds, reply.id].slice(-MOST_WAITING));
      this.#speaks = true;
      if (this.#link === link) this.#look(link);
    });
    duplex.onClose(() => {
      if (this.#link === link) this.#drop();
    });
    return link;
  }

  #learn(outcome: Outcome): void {
    if (this.#chosen !== 'auto') return;
    let learned = this.confirm;
    if (outcome.how === 'confirmed' && outcome.evidence === 'printed') learned = 'process-id';
    // One slow paper is no reason to forget that the printer knows the stronger confirmation.
    else if (outcome.how === 'confirmed' && learned !== 'process-id') learned = 'buffer';
    if (outcome.how === 'unconfirmed') learned = 'none';
    if (learned === this.confirm) return;
    this.confirm = learned;
    this.#options.onLearned?.(learned);
  }

  #look(link: Link): void {
    const { status } = link;
    this.#show({ link: 'open', status, trouble: status && troubleOf(status) });
  }

  #show(state: DriverState): void {
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    this.#options.onState?.(state);
  }

  async #hangUp(): Promise<void> {
    const link = this.#link;
    this.#link = null;
    this.#show(IDLE_STATE);
    await link?.end();
  }

  #drop(): void {
    const link = this.#link;
    this.#stopIdle();
    this.#link = null;
    link?.destroy();
    this.#show(IDLE_STATE);
  }
}

function before(reason: BeforeReason, detail?: string): Extract<Outcome, { how: 'failed-before' }> {
  return detail === undefined ? { how: 'failed-before', reason } : { how: 'failed-before', reason, detail };
}
