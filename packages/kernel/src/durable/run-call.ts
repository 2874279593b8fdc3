import { CodedError } from '../ports/base.ts';
import type { Catalog } from './catalog.ts';
import type { Connection, OpCall, Outcome } from './connection.ts';
import { Scope } from './scope.ts';

/** Runs one op inside an open transaction. Throws what the op throws; the adapter then rolls back. */
export async function runCall(connection: Connection, catalog: Catalog, call: OpCall): Promise<Outcome> {
  const op = catalog.ops.get(call.op);
  if (!op) throw new CodedError('KERNEL_UNKNOWN_OP', { op: call.op });
  const scope = new Scope(connection, catalog, call.now);
  const make = async () => {
    const value = await op.run(scope, call.args);
    await scope.settlePosts();
    return value;
  };
  const { first, value } = call.once
    ? await scope.idempotent(call.once.scope, call.once.key, call.once.fingerprint, make)
    : { first: true, value: await make() };
  return {
    value,
    replayed: !first,
    wakes: scope.wakes,
    due: scope.due,
    publications: scope.publications,
  };
}

/** Adds one to the commit number, inside the transaction that is about to commit, and returns it. */
export async function advanceCommit(connection: Connection): Promise<number> {
  const [row] = await connection.all<{ value: string }>(
    `update meta set value = cast(cast(value as bigint) + 1 as text) where name = 'commit' returning value`,
    [],
  );
  connection.dirty = true;
  return Number(row!.value);
}
