import type { Ms, Op, Tx } from '@posthouse/kernel';
import { tables, type AuditTable } from '../tables.ts';
import { sql, type Selectable } from 'kysely';

/** Who does something, as the audit log keeps it. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly address: string;
  readonly agent: string;
}

/** What the log keeps of one deed. `detail` never holds a secret, a password or a customer's data. */
export interface Deed {
  readonly by: Omit<Actor, 'roles'>;
  readonly action: string;
  readonly about: string;
  readonly detail?: unknown;
  /** The moment, where it is not that of the commit. */
  readonly at?: Ms;
}

export type AuditRow = Selectable<AuditTable>;

export async function record(tx: Tx, ...deeds: readonly Deed[]): Promise<void> {
  if (deeds.length === 0) return;
  await tables(tx)
    .insertInto('access_audit')
    .values(
      deeds.map(({ by, action, about, detail, at }) => ({
        at: at ?? tx.now,
        who: by.id,
        name: by.name,
        action,
        about: about.slice(0, 200),
        address: by.address,
        agent: by.agent.slice(0, 200),
        detail: detail === undefined ? null : JSON.stringify(detail).slice(0, 2_000),
      })),
    )
    .execute();
}

/** Deeds that were done elsewhere: requests of all apps. */
export const recordDeeds: Op<readonly Deed[], null> = {
  name: 'access.audit.record',
  async run(tx, deeds) {
    await record(tx, ...deeds);
    return null;
  },
};

export interface AuditQuery {
  readonly who?: string;
  readonly action?: string;
  readonly address?: string;
  readonly since?: Ms;
  readonly until?: Ms;
  readonly page: number;
  readonly size: number;
}

/** Newest first. `who` also finds names that contain it. */
export const listAudit: Op<AuditQuery, { items: readonly AuditRow[]; total: number }> = {
  name: 'access.audit.list',
  async run(tx, { who, action, address, since, until, page, size }) {
    let found = tables(tx).selectFrom('access_audit');
    if (who !== undefined) {
      const part = `%${who.replace(/[\\%_]/g, '\\$&')}%`;
      found = found.where((either) =>
        either.or([either('who', '=', who), sql<boolean>`name like ${part} escape '\\'`]),
      );
    }
    if (action !== undefined) found = found.where('action', '=', action);
    if (address !== undefined) found = found.where('address', '=', address);
    if (since !== undefined) found = found.where('at', '>=', since);
    if (until !== undefined) found = found.where('at', '<', until);
    const [{ total }] = (await found.select(({ fn }) => fn.countAll<number>().as('total')).execute()) as [
      { total: number },
    ];
    const items = await found
      .selectAll()
      .orderBy('id', 'desc')
      .limit(size)
      .offset((page - 1) * size)
      .execute();
    return { items, total };
  },
};

export const deleteAuditBefore = async (tx: Tx, before: Ms, limit: number): Promise<number> => {
  const old = tables(tx).selectFrom('access_audit').select('id').where('at', '<', before).limit(limit);
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('access_audit')
    .where('id', 'in', old)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};
