import {
  refuse,
  type Demo,
  type Id,
  type Mailbox,
  type Made,
  type Ms,
  type Refusal,
  type Tx,
} from '@posthouse/kernel';
import { jobRef, stationKey, type JobBody } from '../rules.ts';
import type { createJobOps } from './jobs.ts';
import { showGone } from './rooms.ts';
import { tables } from './tables.ts';

/** A station that anybody may open to see its jobs print: `/station` with this id. */
export const DEMO_STATION = '演示打印站';

const MARK = '演示数据 / demo';
const KEPT: Ms = 7 * 86_400_000;

/** Jobs of a station that nobody has opened: two wait, one was cancelled, one found nobody. */
export function createBridgeDemo(
  { create, cancel }: Pick<ReturnType<typeof createJobOps>, 'create' | 'cancel'>,
  box: Mailbox<JobBody>,
): Demo {
  async function make(tx: Tx): Promise<readonly Made[]> {
    const waiting = { clientId: DEMO_STATION, queue: true, expires: tx.now + KEPT, online: false };
    const label = await create.run(tx, {
      ...waiting,
      payload: {
        printData: {
          collection: MARK,
          product: '法式衬衫',
          bed: '12',
          bundle: '037',
          colour: '藏青',
          size: 'L',
        },
        template: 'text',
      },
    });
    const note = await create.run(tx, { ...waiting, payload: { printData: `${MARK}\n你好，打印站` } });
    const cancelled = await create.run(tx, { ...waiting, payload: { printData: MARK } });
    await cancel.run(tx, { id: cancelled.id });
    const missed = await create.run(tx, {
      ...waiting,
      queue: false,
      expires: null,
      payload: { printData: MARK },
    });
    return [label, note, cancelled, missed].map(({ id }) => ({ kind: 'job', id }));
  }

  async function remove(tx: Tx, made: readonly Made[]): Promise<Refusal | null> {
    const ids: readonly Id[] = [0, ...made.map(({ id }) => id)];
    const rows = await tables(tx)
      .selectFrom('bridge_job')
      .select(['id', 'client_id', 'attempt', 'state'])
      .where('id', 'in', ids)
      .execute();
    const busy = rows.find(({ state }) => state === 'sent' || state === 'received');
    if (busy) return refuse('BRIDGE_DEMO_BUSY', { job: busy.id });
    for (const { id, client_id, attempt, state } of rows) {
      if (state === 'waiting') await tx.revoke(box, stationKey(client_id), jobRef({ job: id, attempt }));
    }
    await tables(tx).deleteFrom('bridge_job').where('id', 'in', ids).execute();
    for (const { id } of rows) await showGone(tx, id);
    return null;
  }

  return { make, remove };
}
