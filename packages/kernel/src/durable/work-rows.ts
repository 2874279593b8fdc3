import { CodedError, type Id, type Key, type Ms } from '../ports/base.ts';
import type { WorkStart, WorkStop } from '../ports/work.ts';
import type { Scope } from './scope.ts';

/** A row of `work`. A work that is over has none. */
export interface WorkRow {
  id: Id;
  kind: string;
  key: Key;
  input: string;
  checkpoint: string | null;
  state: 'waiting' | 'running' | 'stopped';
  /** Grows whenever the work changes hands: a run that knows a smaller number has lost it. */
  run: number;
  /** Runs that broke off since the last checkpoint. */
  tries: number;
  claimed_by: string | null;
  claimed_until: Ms | null;
  /** Not claimed before. */
  not_before: Ms;
  asked_at: Ms;
}

/** Works of one kind, stopped ones among them (K10). */
const MOST = 10_000;

const ASK = `insert into work (kind, key, input, state, run, tries, not_before, asked_at)
  values (?, ?, ?, 'waiting', 1, 0, 0, ?) on conflict (kind, key) do update set state = 'waiting', tries = 0,
  not_before = 0, asked_at = excluded.asked_at`;
const ASK_TO_GO_ON = `${ASK} where work.state = 'stopped' returning id, run`;
const ASK_ANEW = `${ASK}, run = work.run + 1, input = excluded.input, checkpoint = null, claimed_by = null,
  claimed_until = null returning id, run`;
const STOP_AND_KEEP = `update work set state = 'stopped', run = run + 1, claimed_by = null, claimed_until = null
  where kind = ? and key = ? and state <> 'stopped' returning id, run`;
const STOP_AND_DROP = `delete from work where kind = ? and key = ? returning id, run + 1 as run`;

/** A work and the number from which on its runs are its own. */
interface Fence {
  readonly id: Id;
  readonly run: number;
}

/** Inserts or wakes the row in one statement, so that it cannot end in between on another node. */
export async function askWork(
  scope: Scope,
  kind: string,
  key: Key,
  input: unknown,
  from: NonNullable<WorkStart['from']>,
): Promise<void> {
  const [row] = await scope.all<Fence>(
    from === 'start' ? ASK_ANEW : ASK_TO_GO_ON,
    kind,
    key,
    JSON.stringify(input ?? null),
    scope.now,
  );
  if (!row) return;
  if (row.run === 1) await refuseTooMany(scope, kind);
  // The run of before, if there is one, goes on until it hears of this.
  else if (from === 'start') scope.wakes.push({ work: kind, key, why: 'stopped', ...row });
  scope.wakes.push({ work: kind, key, why: 'asked' });
}

export async function stopWork(scope: Scope, kind: string, key: Key, stays: WorkStop): Promise<void> {
  const [row] = await scope.all<Fence>(stays === 'keep' ? STOP_AND_KEEP : STOP_AND_DROP, kind, key);
  if (row) scope.wakes.push({ work: kind, key, why: 'stopped', ...row });
}

async function refuseTooMany(scope: Scope, kind: string): Promise<void> {
  const [all] = await scope.all<{ count: number }>(`select count(*) as count from work where kind = ?`, kind);
  if (all!.count > MOST) throw new CodedError('KERNEL_WORK_FULL', { kind, bound: MOST });
}
