import { refuse, type Id, type Mailbox, type Ms, type Op, type Refusal } from '@posthouse/kernel';
import type { Job, JobPage, JobsOpen, ListJobs } from '../contract.ts';
import { jobRef, settleJob, stationKey, type JobBody, type Payload } from '../rules.ts';
import { applyChange, findJob } from './box.ts';
import { showJob } from './rooms.ts';
import { toJob } from './shapes.ts';
import { tables } from './tables.ts';
import type { Tell } from './webhooks.ts';

const PREVIEW = 200;
const PAGE_SIZE = 20;
/** Stations with waiting jobs that are told of, those that wait longest. */
const MOST_STATIONS = 200;

export interface CreateArgs {
  readonly clientId: string;
  readonly payload: Payload;
  readonly queue: boolean;
  readonly expires: Ms | null;
  /** Whether the station was there; without it a job that may not wait is only written down. */
  readonly online: boolean;
}

export function createJobOps(box: Mailbox<JobBody>, tell: Tell) {
  const create: Op<CreateArgs, Job> = {
    name: 'bridge.job.create',
    async run(tx, { clientId, payload, queue, expires, online }) {
      const text = JSON.stringify(payload);
      const lost = !queue && !online;
      const row = await tables(tx)
        .insertInto('bridge_job')
        .values({
          client_id: clientId,
          state: lost ? 'offline' : 'waiting',
          queue: queue ? 1 : 0,
          item_id: null,
          attempt: 1,
          preview: text.slice(0, PREVIEW).toWellFormed(),
          size: text.length,
          evidence: null,
          error: lost ? 'BRIDGE_STATION_OFFLINE' : null,
          created_at: tx.now,
          sent_at: null,
          received_at: null,
          ended_at: lost ? tx.now : null,
          expires_at: expires,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await showJob(tx, row);
      if (lost) return toJob(row);
      const body: JobBody = { job: row.id, payload, queue, attempt: 1 };
      await tx.post(box, stationKey(clientId), body, {
        ref: jobRef(body),
        lost: 'ask',
        queue,
        ...(expires !== null && { expires }),
      });
      return toJob(row);
    },
  };

  const get: Op<{ id: Id }, Job | Refusal> = {
    name: 'bridge.job.get',
    async run(tx, { id }) {
      const row = await findJob(tx, id);
      return row ? toJob(row) : refuse('BRIDGE_JOB_UNKNOWN', { id });
    },
  };

  const list: Op<ListJobs, JobPage> = {
    name: 'bridge.job.list',
    async run(tx, { page = 1, size = PAGE_SIZE, clientId, state }) {
      let jobs = tables(tx).selectFrom('bridge_job');
      if (clientId !== undefined) jobs = jobs.where('client_id', '=', clientId);
      if (state !== undefined) jobs = jobs.where('state', '=', state);
      const rows = await jobs
        .selectAll()
        .orderBy('id', 'desc')
        .limit(size)
        .offset((page - 1) * size)
        .execute();
      const { total } = await jobs
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { items: rows.map(toJob), total, page, size };
    },
  };

  /** Whether a station that connects has anything to get or to finish. */
  const isOpen: Op<{ clientId: string }, boolean> = {
    name: 'bridge.job.isOpen',
    async run(tx, { clientId }) {
      const row = await tables(tx)
        .selectFrom('bridge_job')
        .select('id')
        .where('client_id', '=', clientId)
        .where('ended_at', 'is', null)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };

  /** The mailbox item behind a station's job, for a report that comes outside the lease. */
  const findItem: Op<{ id: Id; clientId: string }, Id | null> = {
    name: 'bridge.job.findItem',
    async run(tx, { id, clientId }) {
      const row = await findJob(tx, id);
      return row?.client_id === clientId ? row.item_id : null;
    },
  };

  const cancel: Op<{ id: Id }, Job | Refusal> = {
    name: 'bridge.job.cancel',
    async run(tx, { id }) {
      const row = await findJob(tx, id);
      if (!row) return refuse('BRIDGE_JOB_UNKNOWN', { id });
      if (row.state !== 'waiting') return refuse('BRIDGE_JOB_NOT_CANCELLABLE', { state: row.state });
      await tx.revoke(box, stationKey(row.client_id), jobRef({ job: id, attempt: row.attempt }));
      return toJob((await findJob(tx, id))!);
    },
  };

  const settle: Op<{ id: Id; printed: boolean }, Job | Refusal> = {
    name: 'bridge.job.settle',
    async run(tx, { id, printed }) {
      const row = await findJob(tx, id);
      if (!row) return refuse('BRIDGE_JOB_UNKNOWN', { id });
      if (row.state !== 'uncertain') return refuse('BRIDGE_JOB_NOT_UNCERTAIN', { state: row.state });
      const { again: _, ...change } = settleJob(printed, tx.now);
      await applyChange(tx, row, change, tell);
      return toJob((await findJob(tx, id))!);
    },
  };

  /** What waits and what a person must look at, counted by index however long the history is. */
  const open: Op<null, JobsOpen> = {
    name: 'bridge.job.open',
    async run(tx) {
      const db = tables(tx);
      const waiting = await db
        .selectFrom('bridge_job')
        .select(({ fn }) => ['client_id', fn.countAll<number>().as('jobs'), fn.min('created_at').as('since')])
        .where('ended_at', 'is', null)
        .where('state', '=', 'waiting')
        .groupBy('client_id')
        .orderBy('since')
        .limit(MOST_STATIONS)
        .execute();
      const { uncertain } = await db
        .selectFrom('bridge_job')
        .select(({ fn }) => fn.countAll<number>().as('uncertain'))
        .where('state', '=', 'uncertain')
        .executeTakeFirstOrThrow();
      return {
        uncertain,
        waiting: waiting.map(({ client_id, jobs, since }) => ({
          clientId: client_id,
          jobs,
          since: new Date(since).toISOString(),
        })),
      };
    },
  };

  return { create, get, list, open, isOpen, findItem, cancel, settle };
}
