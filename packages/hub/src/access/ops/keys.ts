import { refuse, type Id, type Ms, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { sql, type Selectable } from 'kysely';
import { tables, tell, type KeyTable } from '../tables.ts';
import { record, type Actor } from './audit.ts';

/** A key as it is shown: its secret was shown once, its digest never. */
export interface ApiKey {
  readonly id: Id;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly created_by: string;
  readonly created_at: Ms;
  readonly expires_at: Ms | null;
  readonly revoked_at: Ms | null;
  readonly used_at: Ms | null;
}

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly prefix: string;
  readonly digest: string;
  readonly expires: Ms | null;
  readonly by: Actor;
}

/** `digest` comes back, so that a repeated request knows that its own new secret is not the stored one. */
export type MadeKey = ApiKey & { readonly digest: string };

export const createKey: Op<NewKey, MadeKey> = {
  name: 'access.key.create',
  async run(tx, key) {
    const made = await insert(tx, key);
    await record(tx, {
      by: key.by,
      action: 'create_key',
      about: `key/${made.id}`,
      detail: { name: key.name, scopes: key.scopes },
    });
    return made;
  },
};

/** A new secret with the same rights; the old one goes on for `overlap`, so that nothing stops meanwhile. */
export const rotateKey: Op<
  { id: Id; prefix: string; digest: string; overlap: Ms; by: Actor },
  MadeKey | Refusal
> = {
  name: 'access.key.rotate',
  async run(tx, { id, prefix, digest, overlap, by }) {
    const old = await tables(tx).selectFrom('access_key').selectAll().where('id', '=', id).executeTakeFirst();
    if (!old || old.revoked_at !== null) return refuse('ACCESS_KEY_UNKNOWN', { id });
    const span = old.expires_at === null ? null : tx.now + (old.expires_at - old.created_at);
    const scopes = JSON.parse(old.scopes) as string[];
    const made = await insert(tx, { name: old.name, scopes, prefix, digest, expires: span, by });
    const ends = Math.min(old.expires_at ?? Infinity, tx.now + overlap);
    await tables(tx).updateTable('access_key').set({ expires_at: ends }).where('id', '=', id).execute();
    await record(tx, { by, action: 'rotate_key', about: `key/${id}`, detail: { successor: made.id } });
    // Its peers learn of the new expiry when they come back.
    await tell(tx, `key/${id}`, 'changed');
    return made;
  },
};

/** That key alone: a program that has rotated its own key may revoke the old one. */
export const revokeKey: Op<{ id: Id; by: Actor }, null | Refusal> = {
  name: 'access.key.revoke',
  async run(tx, { id, by }) {
    const { numUpdatedRows } = await tables(tx)
      .updateTable('access_key')
      .set({ revoked_at: tx.now })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return refuse('ACCESS_KEY_UNKNOWN', { id });
    await record(tx, { by, action: 'revoke_key', about: `key/${id}` });
    await tell(tx, `key/${id}`, 'ended');
    return null;
  },
};

/** Takes back what a principal made, and what was made with that, also with a key revoked since; part of other ops. */
export async function revokeKeysOf(tx: Tx, maker: string, by: Actor): Promise<void> {
  for (let makers = [maker]; makers.length > 0;) {
    const revoked = await tables(tx)
      .updateTable('access_key')
      .set({ revoked_at: tx.now })
      .where('created_by', 'in', makers)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute();
    for (const { id } of revoked) {
      await record(tx, { by, action: 'revoke_key', about: `key/${id}`, detail: { maker } });
      await tell(tx, `key/${id}`, 'ended');
    }
    const made = await tables(tx)
      .selectFrom('access_key')
      .select('id')
      .where('created_by', 'in', makers)
      .execute();
    makers = made.map(({ id }) => `key/${id}`);
  }
}

/** A key stays for as long as one that was made with it, which could not be traced to its account otherwise. */
export const deleteKeysBefore = async (tx: Tx, before: Ms, limit: number): Promise<number> => {
  const old = tables(tx)
    .selectFrom('access_key')
    .select('id')
    .where((either) => either.or([either('revoked_at', '<', before), either('expires_at', '<', before)]))
    .where(sql`'key/' || id`, 'not in', tables(tx).selectFrom('access_key').select('created_by'))
    .limit(limit);
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('access_key')
    .where('id', 'in', old)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};

export const listKeys: Op<null, readonly ApiKey[]> = {
  name: 'access.key.list',
  async run(tx) {
    const rows = await tables(tx)
      .selectFrom('access_key')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(10_000)
      .execute();
    return rows.map(toKey);
  },
};

export const findKey: Op<{ digest: string }, ApiKey | null> = {
  name: 'access.key.find',
  async run(tx, { digest }) {
    const row = await tables(tx)
      .selectFrom('access_key')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row ? toKey(row) : null;
  },
};

/** So that unused keys can be told from used ones; written now and then, not with every request. */
export const touchKey: Op<{ id: Id }, null> = {
  name: 'access.key.touch',
  async run(tx, { id }) {
    await tables(tx).updateTable('access_key').set({ used_at: tx.now }).where('id', '=', id).execute();
    return null;
  },
};

async function insert(tx: Tx, { name, scopes, prefix, digest, expires, by }: NewKey): Promise<MadeKey> {
  const row = await tables(tx)
    .insertInto('access_key')
    .values({
      name,
      prefix,
      digest,
      scopes: JSON.stringify(scopes),
      created_by: by.id,
      created_at: tx.now,
      expires_at: expires,
      revoked_at: null,
      used_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { ...toKey(row), digest };
}

function toKey({ digest, scopes, ...row }: Selectable<KeyTable>): ApiKey {
  void digest;
  return { ...row, scopes: JSON.parse(scopes) as string[] };
}
