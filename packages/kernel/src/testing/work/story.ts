import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import * as ops from '../../durable/work-ops.ts';
import { CodedError, type Clock, type Key, type Ms } from '../../ports/base.ts';
import type { Op, Store } from '../../ports/store.ts';
import type { WorkStart, WorkStop } from '../../ports/work.ts';
import { WorkModel, type Hold } from './model.ts';
import type { Quarry } from './quarry.ts';

const KEYS = 3;
const LEASE: Ms = 30_000;
const MOST = 3;

/** One thing that happens to works. `run` picks one that was ever begun, whether it still has its work or not. */
export type Command =
  | { readonly do: 'ask'; readonly key: number; readonly from: NonNullable<WorkStart['from']> }
  | { readonly do: 'stop'; readonly key: number; readonly stays: WorkStop }
  | { readonly do: 'claim'; readonly places: number; readonly takeOver: boolean }
  | { readonly do: 'save' | 'refused' | 'finish' | 'fail' | 'lose'; readonly run: number }
  | { readonly do: 'release'; readonly run: number; readonly wait: Ms }
  | { readonly do: 'renew' | 'die' }
  | { readonly do: 'pass'; readonly time: Ms };

const key = fc.nat({ max: KEYS - 1 });
const run = fc.nat({ max: 5 });
const claim = fc.record({
  do: fc.constant('claim' as const),
  places: fc.integer({ min: 1, max: 3 }),
  takeOver: fc.boolean(),
});
const save = fc.record({ do: fc.constant('save' as const), run });

export const story: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('ask' as const),
      key,
      from: fc.constantFrom('checkpoint' as const, 'start' as const),
    }),
    fc.record({
      do: fc.constant('stop' as const),
      key,
      stays: fc.constantFrom('keep' as const, 'drop' as const),
    }),
    { arbitrary: claim, weight: 3 },
    { arbitrary: save, weight: 3 },
    fc.record({
      do: fc.constantFrom('refused' as const, 'finish' as const, 'fail' as const, 'lose' as const),
      run,
    }),
    fc.record({ do: fc.constant('release' as const), run, wait: fc.constantFrom(0, 5_000) }),
    fc.record({ do: fc.constantFrom('renew' as const, 'die' as const) }),
    fc.record({ do: fc.constant('pass' as const), time: fc.constantFrom(0, 500, 2_000, 20_000, 40_000) }),
  ),
  { minLength: 1, maxLength: 40, size: 'max' },
);

interface Run {
  readonly claim: ops.Claim;
  readonly hold: Hold;
}

/** The real table and the tiny model live through one story; the first difference throws. */
export class WorkWorld {
  readonly #store: Store;
  readonly #clock: Clock & { advance(span: Ms): void };
  readonly #quarry: Quarry;
  /** Whether the death of this process frees all that ran: on a server others live on. */
  readonly #alone: boolean;
  readonly #model = new WorkModel();
  readonly #keys: readonly Key[];
  readonly #runs: Run[] = [];
  #saves = 0;

  /** `name` keeps the keys of stories in one store apart. */
  constructor(parts: {
    store: Store;
    clock: WorkWorld['clock'];
    quarry: Quarry;
    alone: boolean;
    name: string;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#quarry = parts.quarry;
    this.#alone = parts.alone;
    this.#keys = Array.from({ length: KEYS }, (_, n) => `${parts.name}/${n}`);
  }

  get clock() {
    return this.#clock;
  }

  async live(commands: readonly Command[]): Promise<void> {
    try {
      for (const command of commands) {
        await this.#step(command);
        await this.#check();
      }
    } finally {
      for (const key of this.#keys) await this.#store.write(this.#quarry.stop, { key, stays: 'drop' });
    }
  }

  async #step(command: Command): Promise<void> {
    const now = this.#clock.now();
    const until = now + LEASE;
    switch (command.do) {
      case 'ask': {
        const key = this.#keys[command.key]!;
        const input = `of ${now}`;
        await this.#store.write(this.#quarry.ask, { key, input, start: { from: command.from } });
        return this.#model.ask(key, input, command.from, now);
      }
      case 'stop': {
        const key = this.#keys[command.key]!;
        await this.#store.write(this.#quarry.stop, { key, stays: command.stays });
        return this.#model.stop(key, command.stays);
      }
      case 'claim':
        return this.#claim(command.places, command.takeOver, now);
      case 'renew': {
        const claims = this.#runs.map((run) => run.claim);
        const lost = await this.#store.write(ops.renewWork, { claims, until });
        for (const { claim, hold } of this.#runs) {
          const stands = this.#model.holds(hold);
          if (stands) this.#model.renew(hold, until);
          same(
            !lost.some((one) => isDeepStrictEqual(one, claim)),
            stands,
            'whether a claim could be renewed',
          );
        }
        return;
      }
      case 'die':
        await this.#store.write(ops.bootWork, null);
        if (this.#alone) this.#model.die();
        return;
      case 'pass':
        return this.#clock.advance(command.time);
      case 'save':
      case 'refused':
      case 'finish':
      case 'fail':
      case 'lose':
      case 'release': {
        const run = this.#runs[command.run % Math.max(1, this.#runs.length)];
        if (run) await this.#ofRun(command, run, now, until);
      }
    }
  }

  async #claim(places: number, takeOver: boolean, now: Ms): Promise<void> {
    const until = now + LEASE;
    const kinds = { [this.#quarry.dig.name]: places };
    const { claimed } = await this.#store.write(ops.claimWork, {
      node: 'model',
      places,
      kinds,
      until,
      takeOver,
    });
    const expected = this.#model.claim(places, until, takeOver, now);
    const seen = claimed.map(({ key, input, checkpoint, tries }) => ({ key, input, checkpoint, tries }));
    same(
      seen,
      expected.map((one) => one.expected),
      'what a claim brought',
    );
    for (const [index, { id, run }] of claimed.entries()) {
      this.#runs.unshift({ claim: { id, run }, hold: expected[index]!.hold });
    }
  }

  async #ofRun(
    command: Extract<Command, { run: number }>,
    { claim, hold }: Run,
    now: Ms,
    until: Ms,
  ): Promise<void> {
    const { key } = hold.row;
    const stands = this.#model.holds(hold);
    switch (command.do) {
      case 'save': {
        const what = `${++this.#saves}`;
        const code = await this.#save(claim, this.#quarry.haul, { key, what }, this.#saves, until);
        same(code, stands ? null : 'KERNEL_WORK_SUPERSEDED', 'how a save was answered');
        if (stands) this.#model.save(hold, what, this.#saves, until);
        return;
      }
      case 'refused': {
        const code = await this.#save(claim, this.#quarry.no, null, -1, until);
        return same(code, stands ? 'QUARRY_NO' : 'KERNEL_WORK_SUPERSEDED', 'how a refused save was answered');
      }
      case 'finish':
        await this.#store.write(ops.finishWork, claim);
        if (stands) this.#model.end(hold, 'done');
        return;
      case 'fail':
        await this.#store.write(ops.failWork, { ...claim, error: { code: 'QUARRY_FLOODED' } });
        if (stands) this.#model.end(hold, 'QUARRY_FLOODED');
        return;
      case 'lose': {
        const answer = await this.#store.write(ops.loseWork, { ...claim, most: MOST });
        return same(
          answer,
          stands ? this.#model.lose(hold, MOST, now) : 'waits',
          'what became of a lost run',
        );
      }
      case 'release':
        await this.#store.write(ops.releaseWork, { ...claim, notBefore: now + command.wait });
        if (stands) this.#model.release(hold, now + command.wait);
    }
  }

  /** The code that it was refused with, or null. */
  async #save<A>(claim: ops.Claim, op: Op<A, unknown>, args: A, checkpoint: number, until: Ms) {
    try {
      await this.#store.write(ops.saveWork, { ...claim, op: op.name, args, checkpoint, until });
      return null;
    } catch (error) {
      if (error instanceof CodedError) return error.code;
      throw error;
    }
  }

  async #check(): Promise<void> {
    for (const key of this.#keys) {
      same(
        await this.#store.read(this.#quarry.dug, { key }),
        this.#model.dug.get(key) ?? [],
        `the rows of ${key}`,
      );
    }
  }
}

function same(seen: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(seen, expected)) return;
  throw new Error(`${what}: ${JSON.stringify(seen)}, not ${JSON.stringify(expected)}`);
}
