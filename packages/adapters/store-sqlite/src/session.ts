import {
  advanceCommit,
  runCall,
  type Catalog,
  type Commit,
  type OpCall,
  type Outcome,
  type Wake,
} from '@posthouse/kernel';
import type { DatabaseSync } from 'node:sqlite';
import { answerOf, failureOf, unavailable, type Answer } from './answer.ts';
import { SqliteConnection } from './sqlite-connection.ts';

/** Where a test, or a bench of slow disks, may step in. */
export interface SessionHooks {
  /** Just before COMMIT; a throw fails it. */
  beforeCommit?(): void;
  /** On disk, and nobody has been told; a throw loses the replies. */
  afterCommit?(): void;
}

export interface GroupResult {
  /** In the order of the calls. */
  readonly answers: readonly Answer[];
  /** null: nothing was written and nothing is to be said. */
  readonly commit: Commit | null;
}

/** A call's outcome, or what its op threw. */
type Ran = { readonly outcome: Outcome; readonly wrote: boolean } | { readonly thrown: unknown };

/** One database and the calls that run on it, one group at a time. */
export class Session {
  readonly connection: SqliteConnection;
  readonly #database: DatabaseSync;
  readonly #catalog: Catalog;
  readonly #hooks: SessionHooks;

  constructor(database: DatabaseSync, catalog: Catalog, hooks: SessionHooks = {}) {
    this.#database = database;
    this.#catalog = catalog;
    this.#hooks = hooks;
    this.connection = new SqliteConnection(database);
  }

  /**
   * Runs the calls in one transaction. Savepoints cost five times the throughput, so the first attempt has none; when
   * an op throws after it wrote, everything is rolled back and the group runs again with a savepoint per call.
   * Never rejects: if the transaction is lost, every answer says so.
   */
  async runGroup(calls: readonly OpCall[]): Promise<GroupResult> {
    try {
      this.connection.control('begin immediate');
      this.connection.inTransaction = true;
      const ran = (await this.#runPlain(calls)) ?? (await this.#runWithSavepoints(calls));
      return { answers: ran.map(toAnswer), commit: await this.#commit(ran) };
    } catch (error) {
      this.#rollBack();
      return { answers: calls.map(() => unavailable(error)), commit: null };
    } finally {
      this.connection.inTransaction = false;
    }
  }

  /** Runs one op on a snapshot of its own; what it wrote, if it could, is undone. */
  async read(call: OpCall): Promise<Answer> {
    try {
      this.connection.control('begin');
      return answerOf(await runCall(this.connection, this.#catalog, call));
    } catch (error) {
      return failureOf(error);
    } finally {
      this.#rollBack();
    }
  }

  close(): void {
    this.#database.close();
  }

  /** undefined: an op threw and left something behind. */
  async #runPlain(calls: readonly OpCall[]): Promise<Ran[] | undefined> {
    const ran: Ran[] = [];
    for (const call of calls) {
      const one = await this.#runOne(call);
      if ('thrown' in one && this.connection.dirty) return undefined;
      ran.push(one);
    }
    return ran;
  }

  async #runWithSavepoints(calls: readonly OpCall[]): Promise<Ran[]> {
    const ran: Ran[] = [];
    this.connection.control('rollback');
    this.connection.control('begin immediate');
    for (const call of calls) {
      this.connection.control('savepoint call');
      const one = await this.#runOne(call);
      if ('thrown' in one) this.connection.control('rollback to call');
      this.connection.control('release call');
      ran.push(one);
    }
    return ran;
  }

  /** Throws only if SQLite itself has rolled the whole group back (FULL, IOERR, NOMEM). */
  async #runOne(call: OpCall): Promise<Ran> {
    this.connection.dirty = false;
    try {
      const outcome = await runCall(this.connection, this.#catalog, call);
      if (!this.#database.isTransaction) throw new Error('the transaction was lost');
      return { outcome, wrote: this.connection.dirty };
    } catch (error) {
      if (!this.#database.isTransaction) throw error;
      return { thrown: error };
    }
  }

  async #commit(ran: readonly Ran[]): Promise<Commit | null> {
    const done = ran.filter((one) => 'outcome' in one);
    if (!done.some(({ outcome, wrote }) => wrote || hasWords(outcome))) {
      this.#rollBack();
      return null;
    }
    const at = await advanceCommit(this.connection);
    this.#hooks.beforeCommit?.();
    this.connection.control('commit');
    this.#hooks.afterCommit?.();
    return commitOf(
      at,
      done.map(({ outcome }) => outcome),
    );
  }

  #rollBack(): void {
    if (this.#database.isTransaction) this.connection.control('rollback');
  }
}

function toAnswer(one: Ran): Answer {
  return 'thrown' in one ? failureOf(one.thrown) : answerOf(one.outcome);
}

function hasWords({ wakes, due, publications }: Outcome): boolean {
  return wakes.length > 0 || publications.length > 0 || due !== null;
}

function commitOf(at: number, outcomes: readonly Outcome[]): Commit {
  const dues = outcomes.flatMap(({ due }) => due ?? []);
  return {
    at,
    wakes: withoutRepeats(outcomes.flatMap(({ wakes }) => wakes)),
    due: dues.length > 0 ? Math.min(...dues) : null,
    publications: outcomes.flatMap(({ publications }) => publications),
  };
}

/** Many posts to one mailbox are one reason to look into it: the main thread need not hear of each. */
function withoutRepeats(wakes: readonly Wake[]): Wake[] {
  const posted = new Set<string>();
  return wakes.filter((wake) => {
    if (wake.why !== 'posted') return true;
    const name = `${wake.box} ${wake.key}`;
    return !posted.has(name) && posted.add(name);
  });
}
