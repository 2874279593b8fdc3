import { refuse, type App, type Retention } from '@posthouse/kernel';
import { agentErrors } from '../errors.ts';
import { papers } from './box.ts';
import { accept, learn, learned, markRecorded, paperById, tryOut, unrecorded } from './ops.ts';
import { journalMigrations, tables } from './tables.ts';

const KEPT_DAYS = 30;

const retention: Retention = {
  table: 'agent_paper',
  what: { zh: '已上报的小票记录', en: 'papers that the hub has recorded' },
  keep: KEPT_DAYS * 86_400_000,
  async prune(tx, before, limit) {
    const rows = await tables(tx)
      .selectFrom('agent_paper')
      .select('id')
      .where('state', '=', 'over')
      .where('recorded', '=', 1)
      .where('over_at', '<', before)
      .limit(limit)
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await tables(tx).deleteFrom('agent_paper').where('id', 'in', ids).execute();
    return ids.length;
  },
};

/** The agent's journal: an app of the same kernel that runs in the hub, without doors. */
export const journalApp: App = {
  name: 'agent',
  migrations: journalMigrations,
  routes: [],
  errors: agentErrors,
  permissions: [],
  retention: [retention],
  ops: [accept, tryOut, paperById, unrecorded, markRecorded, learned, learn],
  boxes: [papers],
  rooms: [],
  endpoints: [],
  periodic: [],
  // It sets none.
  deadline: async () => {},
  accept: async () => refuse('KERNEL_FORBIDDEN'),
  start: async () => async () => {},
};
