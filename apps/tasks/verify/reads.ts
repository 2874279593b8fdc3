import { hash } from 'node:crypto';
import type { Id, Op, Tx } from '@posthouse/kernel';
import { sql, type AliasedRawBuilder } from 'kysely';
import { membersOf } from '../results/found.ts';
import { comparedById } from '../store/bank.ts';
import type { SetTable } from '../store/sets.ts';
import { tables } from '../store/tables.ts';
import { markOf } from './marks.ts';
import type { PartResults } from './part.ts';

/** A group of the plan in which something was found. */
export interface FoundPart {
  readonly n: number;
  readonly type: string;
}

/** A page of what is stored of one group of the plan. */
export interface Paged {
  readonly task: Id;
  readonly part: number;
  readonly after: Id;
  readonly limit: number;
}

/** How a verification reads what it verifies. */
export function createVerifyReads() {
  /** From the one numbered `from` on, which may have lost all that was found there. */
  const parts: Op<{ task: Id; from: number; limit: number }, FoundPart[]> = {
    name: 'tasks.verify.parts',
    run: (tx, { task, from, limit }) =>
      tables(tx)
        .selectFrom('tasks_part')
        .select(['n', 'type'])
        .where('task_id', '=', task)
        .where('n', '>=', from)
        .where((eb) => eb.or([eb('n', '=', from), eb('similar_pairs', '>', 0), eb('exact_groups', '>', 0)]))
        .orderBy('n')
        .limit(limit)
        .execute(),
  };

  const pairs: Op<Paged, PartResults['pairs']> = {
    name: 'tasks.verify.pairs',
    run: (tx, { task, part, after, limit }) =>
      tables(tx)
        .selectFrom('tasks_pair')
        .select(['id', 'question_id_1 as a', 'question_id_2 as b', 'similarity'])
        .where('task_id', '=', task)
        .where('part', '=', part)
        .where('verdict', '=', 'similar')
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute(),
  };

  const groups: Op<Paged, PartResults['groups']> = {
    name: 'tasks.verify.groups',
    run: (tx, page) => setsOf(tx, 'tasks_exact_group', sql.ref<string>('content_hash').as('hash'), page),
  };

  const clusters: Op<Paged, PartResults['clusters']> = {
    name: 'tasks.verify.clusters',
    run: (tx, page) => setsOf(tx, 'tasks_cluster', sql.ref<Id>('representative').as('representative'), page),
  };

  /** Digests of what must be equal: of 100,000 questions they are in memory at once. */
  const marks: Op<{ type: string; ids: readonly number[] }, (readonly [number, string])[]> = {
    name: 'tasks.verify.marks',
    run: async (tx, { type, ids }) =>
      Array.from(await comparedById(tx, ids), ([id, question]) => [id, hash('md5', markOf(type, question))]),
  };

  return { parts, pairs, groups, clusters, marks };
}

export type VerifyReads = ReturnType<typeof createVerifyReads>;

/** A page of groups or clusters, whole, each with what only it has. */
async function setsOf<V, N extends string>(
  tx: Tx,
  table: SetTable,
  own: AliasedRawBuilder<V, N>,
  { task, part, after, limit }: Paged,
) {
  const rows = await tables(tx)
    .selectFrom(table)
    .select('id')
    .select(own)
    .where('task_id', '=', task)
    .where('part', '=', part)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return withMembers(tx, table, rows);
}

async function withMembers<R extends { readonly id: Id }>(tx: Tx, table: SetTable, rows: readonly R[]) {
  const members = await membersOf(
    tx,
    table,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, ids: members.get(row.id) ?? [] }));
}
