import { refuse, type Id, type Key, type Ms, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import type { MachineKind } from '../permissions.ts';
import { tables, tell, type MachineTable } from '../tables.ts';
import { record, type Actor } from './audit.ts';

/** An agent, device, station or print client that has, or will have, a token of its own. */
export interface Machine {
  readonly id: Id;
  readonly name: string;
  readonly kind: MachineKind;
  /** The keys it is confined to; null: any. */
  readonly only: readonly Key[] | null;
  readonly state: 'waiting' | 'claimed' | 'revoked';
  readonly claim_expires_at: Ms | null;
  readonly created_by: string;
  readonly created_at: Ms;
  readonly claimed_at: Ms | null;
}

/** How long a person has to carry a code to the machine. */
const CLAIM_SPAN: Ms = 15 * 60_000;

export const createMachine: Op<
  { name: string; kind: MachineKind; only: readonly Key[] | null; claim: string; by: Actor },
  Machine
> = {
  name: 'access.machine.create',
  async run(tx, { name, kind, only, claim, by }) {
    const row = await tables(tx)
      .insertInto('access_machine')
      .values({
        name,
        kind,
        keys: only === null ? null : JSON.stringify(only),
        digest: null,
        claim,
        claim_expires_at: tx.now + CLAIM_SPAN,
        created_by: by.id,
        created_at: tx.now,
        claimed_at: null,
        revoked_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await record(tx, { by, action: 'create_machine', about: `machine/${row.id}`, detail: { name, kind } });
    return toMachine(row);
  },
};

/** A new code for a machine; its present token is good until the code is used. */
export const renewClaim: Op<{ id: Id; claim: string; by: Actor }, Machine | Refusal> = {
  name: 'access.machine.renew',
  async run(tx, { id, claim, by }) {
    const row = await tables(tx)
      .updateTable('access_machine')
      .set({ claim, claim_expires_at: tx.now + CLAIM_SPAN })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!row) return refuse('ACCESS_MACHINE_UNKNOWN', { id });
    await record(tx, { by, action: 'renew_machine', about: `machine/${id}` });
    return toMachine(row);
  },
};

/** Turns a code, once, into the token whose digest is given; a token before it ends. */
export const claimMachine: Op<
  { claim: string; digest: string; address: string; agent: string },
  Machine | Refusal
> = {
  name: 'access.machine.claim',
  async run(tx, { claim, digest, address, agent }) {
    const row = await tables(tx)
      .updateTable('access_machine')
      .set({ digest, claim: null, claim_expires_at: null, claimed_at: tx.now })
      .where('claim', '=', claim)
      .where('claim_expires_at', '>', tx.now)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (!row) return refuse('ACCESS_CLAIM_INVALID');
    const by = { id: `machine/${row.id}`, name: row.name, address, agent };
    await record(tx, { by, action: 'claim_machine', about: `machine/${row.id}` });
    await tell(tx, `machine/${row.id}`, 'ended');
    return toMachine(row);
  },
};

export const revokeMachine: Op<{ id: Id; by: Actor }, null | Refusal> = {
  name: 'access.machine.revoke',
  async run(tx, { id, by }) {
    const { numUpdatedRows } = await tables(tx)
      .updateTable('access_machine')
      .set({ revoked_at: tx.now, claim: null, claim_expires_at: null })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return refuse('ACCESS_MACHINE_UNKNOWN', { id });
    await record(tx, { by, action: 'revoke_machine', about: `machine/${id}` });
    await tell(tx, `machine/${id}`, 'ended');
    return null;
  },
};

/** Machines that were taken back, and those whose code nobody used. */
export const deleteMachinesBefore = async (tx: Tx, before: Ms, limit: number): Promise<number> => {
  const old = tables(tx)
    .selectFrom('access_machine')
    .select('id')
    .where((either) =>
      either.or([
        either('revoked_at', '<', before),
        either.and([either('digest', 'is', null), either('claim_expires_at', '<', before)]),
      ]),
    )
    .limit(limit);
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('access_machine')
    .where('id', 'in', old)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};

export const listMachines: Op<null, readonly Machine[]> = {
  name: 'access.machine.list',
  async run(tx) {
    const rows = await tables(tx)
      .selectFrom('access_machine')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(10_000)
      .execute();
    return rows.map(toMachine);
  },
};

export const findMachine: Op<{ digest: string }, Machine | null> = {
  name: 'access.machine.find',
  async run(tx, { digest }) {
    const row = await tables(tx)
      .selectFrom('access_machine')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row ? toMachine(row) : null;
  },
};

function toMachine(row: Selectable<MachineTable>): Machine {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as MachineKind,
    only: row.keys === null ? null : (JSON.parse(row.keys) as Key[]),
    state: row.revoked_at !== null ? 'revoked' : row.digest === null ? 'waiting' : 'claimed',
    claim_expires_at: row.claim_expires_at,
    created_by: row.created_by,
    created_at: row.created_at,
    claimed_at: row.claimed_at,
  };
}
