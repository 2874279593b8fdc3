/** What the hub answers to the system pages; its documentation is at /api/docs. */

export interface List<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** `GET /api/system`. */
export interface SystemReport {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  readonly cores: number;
  readonly started_at: string;
  /** Seconds. */
  readonly uptime: number;
  readonly timezone: string;
  readonly status: 'healthy' | 'degraded' | 'draining' | 'failed';
  readonly store: { readonly state: 'open' | 'refusing' | 'failed'; readonly cause?: string };
  readonly storage: Storage;
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly exact: string }[];
  readonly doors: readonly Door[];
  readonly exposure: Exposure;
  readonly notes: readonly { readonly level: 'red' | 'yellow'; readonly text: { zh: string; en: string } }[];
}

export interface Storage {
  readonly folder: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly at: string }[];
  readonly bytes: number;
  readonly free: number;
  readonly capacity: number;
  readonly backup: Pick<Backup, 'name' | 'bytes' | 'at'> | null;
}

export interface Door {
  readonly name: string;
  readonly app: string;
  readonly transport: string;
  readonly host: string;
  readonly port: number;
  readonly path: string | null;
  readonly state: 'open' | 'closed' | 'taken' | 'unbuilt';
  /** Networks that come in without a token, and the role they get. */
  readonly open: readonly string[];
  readonly open_role: string | null;
  readonly allow: readonly string[];
}

export interface Exposure {
  readonly guarded: boolean;
  readonly accounts: boolean;
  readonly tokens: readonly { readonly name: string; readonly roles: readonly string[] }[];
  readonly loopback_is_local: boolean;
  readonly everybody_is_local: boolean;
}

export interface Backup {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly at: string;
}

/** `GET /api/system/backups`. */
export interface Backups extends List<Backup> {
  readonly running: { readonly phase: string; readonly bytes: number; readonly of: number } | null;
}

export interface Demo {
  readonly app: string;
  readonly made: number;
  readonly since: string | null;
}

export interface SettingRow {
  readonly path: string;
  readonly env: string;
  readonly flag: string | null;
  readonly summary: string;
  readonly value: string;
  /** Milliseconds of a value that is a span of time; null of any other. */
  readonly span: number | null;
  readonly fallback: string;
  readonly fallback_span: number | null;
  readonly origin: string;
  readonly secret: boolean;
}

export interface User {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
  readonly full_name: string | null;
  readonly role: string;
  readonly disabled: boolean;
  readonly created_at: string;
  readonly signed_in_at: string | null;
}

export interface ApiKey {
  readonly id: number;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly used_at: string | null;
}

export interface Machine {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly only: readonly string[] | null;
  readonly state: 'waiting' | 'claimed' | 'revoked';
  readonly claim_expires_at: string | null;
  readonly created_at: string;
  readonly claimed_at: string | null;
}

export interface Permission {
  readonly name: string;
  readonly text: string;
  readonly roles: readonly string[];
}

export interface SignIn {
  readonly id: number;
  readonly address: string;
  readonly agent: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly current: boolean;
}

export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  readonly who: string;
  readonly name: string;
  readonly action: string;
  readonly about: string;
  readonly address: string;
  readonly agent: string;
  readonly detail: unknown;
}
