import type { Ms } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import type { Job } from '../contract.ts';
import type { JobTable } from './tables.ts';

const iso = (at: Ms): string => new Date(at).toISOString();
const maybeIso = (at: Ms | null): string | null => (at === null ? null : iso(at));

/** A job as its row says; `message` still holds the code of an error of ours. */
export function toJob(row: Selectable<JobTable>): Job {
  return {
    id: row.id,
    clientId: row.client_id,
    state: row.state,
    queue: row.queue === 1,
    preview: row.preview,
    size: row.size,
    evidence: row.evidence,
    message: row.error,
    created_at: iso(row.created_at),
    sent_at: maybeIso(row.sent_at),
    received_at: maybeIso(row.received_at),
    ended_at: maybeIso(row.ended_at),
    expires_at: maybeIso(row.expires_at),
  };
}
