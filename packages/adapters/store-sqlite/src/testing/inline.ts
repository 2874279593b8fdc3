import {
  CodedError,
  prepareSchema,
  type Catalog,
  type Clock,
  type Commit,
  type OpCall,
  type Store,
} from '@posthouse/kernel';
import { randomUUID } from 'node:crypto';
import { asPlainData, errorOf, type Answer, type Success } from '../answer.ts';
import { openDatabase } from '../open-database.ts';
import { asPlainCommit } from '../plain-commit.ts';
import { Session, type SessionHooks } from '../session.ts';

export interface InlineOptions extends SessionHooks {
  /** In memory when absent. */
  readonly file?: string;
  /** The system's wall clock when absent. */
  readonly clock?: Pick<Clock, 'now'>;
}

interface Waiting {
  readonly call: OpCall;
  readonly answer: (answer: Answer) => void;
}

/**
 * The real session in the caller's own thread, for tests: calls of one tick make one group, and everything is
 * cloned as it would be between threads. A throw of `beforeCommit` fails the next commit; one of `afterCommit`
 * loses its replies: the callers are rejected, the listeners hear nothing, and the rows are there.
 */
export async function openInline(catalog: Catalog, options: InlineOptions = {}): Promise<Store> {
  const { file = ':memory:', clock = { now: () => Date.now() } } = options;
  const session = new Session(openDatabase(file), catalog, options);
  try {
    const schema = { now: clock.now(), freshEpoch: randomUUID() };
    return new InlineStore(session, clock, await prepareSchema(session.connection, catalog, schema));
  } catch (error) {
    session.close();
    throw error;
  }
}

class InlineStore implements Store {
  readonly epoch: string;
  readonly #session: Session;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #listeners = new Set<(commit: Commit) => void>();
  #gathering: Waiting[] = [];
  /** One at a time: writes and reads share the connection. */
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(session: Session, clock: Pick<Clock, 'now'>, epoch: string) {
    this.#session = session;
    this.#clock = clock;
    this.epoch = epoch;
  }

  write: Store['write'] = async (op, args) => {
    const answer = await this.#write({ op: op.name, args, now: this.#clock.now() });
    return answer.value as never;
  };

  once: Store['once'] = async (op, args, once) => {
    const { value, replayed } = await this.#write({ op: op.name, args, now: this.#clock.now(), once });
    return { value: value as never, replayed };
  };

  read: Store['read'] = async (op, args) => {
    this.#refuseWhenClosed();
    const call = cloneOf({ op: op.name, args, now: this.#clock.now() });
    const answer = await this.#inTurn(async () => {
      this.#session.connection.control('pragma query_only = on');
      try {
        return await this.#session.read(call);
      } finally {
        this.#session.connection.control('pragma query_only = off');
      }
    });
    return valueOf(answer).value as never;
  };

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#inTurn(async () => this.#session.close());
  }

  async #write(call: OpCall): Promise<Success> {
    this.#refuseWhenClosed();
    const waiting = Promise.withResolvers<Answer>();
    this.#gathering.push({ call: cloneOf(call), answer: waiting.resolve });
    if (this.#gathering.length === 1) void this.#inTurn(() => this.#runGathered());
    return valueOf(await waiting.promise);
  }

  async #runGathered(): Promise<void> {
    const group = this.#gathering;
    this.#gathering = [];
    const { answers, commit } = await this.#session.runGroup(group.map(({ call }) => call));
    const plain = commit && asPlainCommit(commit);
    if (plain) for (const listener of this.#listeners) listener(structuredClone(plain));
    for (const [index, { answer }] of group.entries()) answer(asPlainData(answers[index]!));
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(run);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new CodedError('KERNEL_STORE_UNAVAILABLE', 'closed');
  }
}

function cloneOf(call: OpCall): OpCall {
  try {
    return structuredClone(call);
  } catch (cause) {
    throw new CodedError('KERNEL_INTERNAL', { op: call.op }, { cause });
  }
}

function valueOf(answer: Answer): Success {
  if ('code' in answer) throw errorOf(answer);
  return answer;
}
