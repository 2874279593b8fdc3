import { CodedError } from '@posthouse/kernel';
import { existsSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openReadOnly } from '../open-database.ts';

/** What a backup holds. */
export interface Inspection {
  readonly epoch: string;
  /** The number of the last commit in it: of two backups of one epoch, the newer has the higher. */
  readonly commit: number;
  readonly bytes: number;
  /** Mailbox items on their way, by state. */
  readonly items: { readonly waiting: number; readonly started: number; readonly taken: number };
}

/**
 * Reads a backup back: every page and index, every reference, the hub's own tables, and whether the mailboxes' counts
 * are those of their items. Throws STORE_BACKUP_MISSING or STORE_BACKUP_DAMAGED.
 */
export function inspectBackup(file: string): Inspection {
  if (!existsSync(file)) throw new CodedError('STORE_BACKUP_MISSING', { file });
  let database: DatabaseSync | undefined;
  try {
    database = openReadOnly(file);
    const read = readerOf(database);
    const integrity = read<{ integrity_check: string }>('pragma integrity_check')[0]?.integrity_check;
    if (integrity !== 'ok') throw new Error(integrity);
    if (read('pragma foreign_key_check').length > 0) throw new Error('a reference leads nowhere');
    const meta = new Map(
      read<{ name: string; value: string }>('select name, value from meta').map((row) => [
        row.name,
        row.value,
      ]),
    );
    const epoch = meta.get('epoch');
    if (epoch === undefined) throw new Error('it has no epoch');
    const items = itemsOf(read);
    const counted = read<{ waiting: number }>('select coalesce(sum(waiting), 0) as waiting from mailbox');
    if (counted[0]?.waiting !== items.waiting)
      throw new Error('the mailboxes count other items than there are');
    return { epoch, commit: Number(meta.get('commit')), bytes: statSync(file).size, items };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CodedError('STORE_BACKUP_DAMAGED', { file, why }, { cause: error });
  } finally {
    database?.close();
  }
}

type Read = <R>(sql: string) => R[];

function readerOf(database: DatabaseSync): Read {
  return <R>(sql: string) => database.prepare(sql).all() as R[];
}

function itemsOf(read: Read): Inspection['items'] {
  const rows = read<{ state: string; count: number }>(
    `select state, count(*) as count from item where state <> 'over' group by state`,
  );
  const inState = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
  return { waiting: inState('waiting'), started: inState('started'), taken: inState('taken') };
}
