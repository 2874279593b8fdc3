import { identity, type Id, type Migration, type Ms, type StateRoom, type Tx } from '@posthouse/kernel';
import { sql, type Generated, type Kysely } from 'kysely';

export interface AccountTable {
  id: Generated<Id>;
  /** As the person writes it; `login` is what is looked up. */
  name: string;
  login: string;
  email: string | null;
  full_name: string | null;
  role: string;
  hash: string;
  disabled: number;
  created_at: Ms;
  updated_at: Ms;
  signed_in_at: Ms | null;
}

export interface SessionTable {
  id: Generated<Id>;
  account_id: Id;
  /** Of the cookie, or of the newest refresh token. */
  digest: string;
  /** Of the refresh token before: its second use tells that one of two holders stole it. */
  previous: string | null;
  address: string;
  agent: string;
  created_at: Ms;
  expires_at: Ms;
}

export interface KeyTable {
  id: Generated<Id>;
  name: string;
  prefix: string;
  digest: string;
  /** JSON: permissions, or `print.*`. */
  scopes: string;
  created_by: string;
  created_at: Ms;
  expires_at: Ms | null;
  revoked_at: Ms | null;
  used_at: Ms | null;
}

export interface MachineTable {
  id: Generated<Id>;
  name: string;
  kind: string;
  /** JSON: the keys it is confined to, or null. */
  keys: string | null;
  digest: string | null;
  claim: string | null;
  claim_expires_at: Ms | null;
  created_by: string;
  created_at: Ms;
  claimed_at: Ms | null;
  revoked_at: Ms | null;
}

export interface AuditTable {
  id: Generated<Id>;
  at: Ms;
  /** The principal's id, and its name as it was then. */
  who: string;
  name: string;
  action: string;
  /** To what: `user/5`, or the path of a request. */
  about: string;
  address: string;
  agent: string;
  detail: string | null;
}

export interface AccessTables {
  access_account: AccountTable;
  access_session: SessionTable;
  access_key: KeyTable;
  access_machine: MachineTable;
  access_audit: AuditTable;
  /** Keys that the hub makes for itself at its first start. */
  access_secret: { name: string; value: string };
}

export const tables = (tx: Tx): Kysely<AccessTables> => tx.db<AccessTables>();

/** What a commit changed about a principal or a credential: `user/5`, `session/9`, `key/7`, `machine/3`. */
export interface AccessChange {
  readonly subject: string;
  /** `ended`: close what came by it. `changed`: send it away to come back with its new rights. `new`: merely look again. */
  readonly what: 'ended' | 'changed' | 'new';
}

/** Nobody may join: it carries changes from the commits to the main thread alone. */
export const accessChanges: StateRoom<AccessChange> = {
  name: 'access.changes',
  kind: 'state',
  may: () => false,
  id: ({ subject }) => subject,
  snapshot: async () => ({ at: 0, values: [] }),
};

export const tell = (tx: Tx, subject: string, what: AccessChange['what']): Promise<void> =>
  tx.publish(accessChanges, subject, { subject, what });

export const accessMigrations: readonly Migration[] = [
  {
    name: '1-accounts-keys-machines-audit',
    async up(db, dialect) {
      const id = identity(dialect);
      await sql`create table access_account (id ${id}, name text not null, login text not null unique,
        email text unique, full_name text, role text not null, hash text not null, disabled bigint not null,
        created_at bigint not null, updated_at bigint not null, signed_in_at bigint)`.execute(db);
      await sql`create table access_session (id ${id}, account_id bigint not null references access_account (id),
        digest text not null unique, previous text, address text not null, agent text not null,
        created_at bigint not null, expires_at bigint not null)`.execute(db);
      await sql`create unique index access_session_previous on access_session (previous) where previous is not null`.execute(
        db,
      );
      await sql`create index access_session_account on access_session (account_id, id)`.execute(db);
      await sql`create index access_session_expires on access_session (expires_at)`.execute(db);
      await sql`create table access_key (id ${id}, name text not null, prefix text not null,
        digest text not null unique, scopes text not null, created_by text not null, created_at bigint not null,
        expires_at bigint, revoked_at bigint, used_at bigint)`.execute(db);
      await sql`create table access_machine (id ${id}, name text not null, kind text not null, keys text,
        digest text unique, claim text unique, claim_expires_at bigint, created_by text not null,
        created_at bigint not null, claimed_at bigint, revoked_at bigint)`.execute(db);
      await sql`create table access_audit (id ${id}, at bigint not null, who text not null, name text not null,
        action text not null, about text not null, address text not null, agent text not null,
        detail text)`.execute(db);
      await sql`create index access_audit_at on access_audit (at)`.execute(db);
      await sql`create table access_secret (name text primary key, value text not null)`.execute(db);
    },
  },
];
