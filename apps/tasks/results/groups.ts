import { refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { offsetOf, type Page } from '../http/paging.ts';
import type { LocalTime } from '../local-time.ts';
import { questionsById } from '../questions/index.ts';
import { membersOf, missingTask, type Narrowed } from './found.ts';
import { placeInDetail, toCluster, toGroup, toMember } from './shapes.ts';
import { resultTables } from './tables.ts';

export interface GroupsSought extends Narrowed {
  readonly question_count: number | null;
}

/** Members of a set that its detail shows whole: a set may have tens of thousands. */
const SHOWN = 1_000;

/** Exact groups and clusters: pages by index, members of one page in one read. */
export function createGroupOps(time: LocalTime) {
  const listGroups: Op<
    { sought: GroupsSought; page: Page },
    { list: ReturnType<typeof toGroup>[]; total: number } | Refusal
  > = {
    name: 'tasks.result.groups',
    async run(tx, { sought, page }) {
      const missing = await missingTask(tx, sought.task);
      if (missing) return missing;
      const { total } = await groupsOf(tx, sought)
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await groupsOf(tx, sought)
        .selectAll()
        .orderBy('detected_at', 'desc')
        .orderBy('id', 'desc')
        .limit(page.page_size)
        .offset(offsetOf(page))
        .execute();
      const members = await membersOf(
        tx,
        'tasks_exact_group',
        rows.map(({ id }) => id),
      );
      return { list: rows.map((row) => toGroup(row, members.get(row.id) ?? [], time)), total };
    },
  };

  const getGroup: Op<{ task: Id; id: Id }, object | Refusal> = {
    name: 'tasks.result.group',
    async run(tx, { task, id }) {
      const missing = await missingTask(tx, task);
      if (missing) return missing;
      const row = await resultTables(tx)
        .selectFrom('tasks_exact_group')
        .selectAll()
        .where('id', '=', id)
        .where('task_id', '=', task)
        .executeTakeFirst();
      if (!row) return refuse('TASKS_GROUP_UNKNOWN');
      const ids = (await membersOf(tx, 'tasks_exact_group', [id])).get(id) ?? [];
      return { ...toGroup(row, ids, time, placeInDetail), ...(await memberQuestions(tx, ids)) };
    },
  };

  const listClusters: Op<
    { sought: Narrowed; page: Page },
    { list: ReturnType<typeof toCluster>[]; total: number } | Refusal
  > = {
    name: 'tasks.result.clusters',
    async run(tx, { sought, page }) {
      const missing = await missingTask(tx, sought.task);
      if (missing) return missing;
      const { total } = await clustersOf(tx, sought)
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await clustersOf(tx, sought)
        .selectAll()
        .orderBy('part')
        .orderBy('id')
        .limit(page.page_size)
        .offset(offsetOf(page))
        .execute();
      const members = await membersOf(
        tx,
        'tasks_cluster',
        rows.map(({ id }) => id),
      );
      return { list: rows.map((row) => toCluster(row, members.get(row.id) ?? [])), total };
    },
  };

  const getCluster: Op<{ task: Id; id: Id }, object | Refusal> = {
    name: 'tasks.result.cluster',
    async run(tx, { task, id }) {
      const missing = await missingTask(tx, task);
      if (missing) return missing;
      const row = await resultTables(tx)
        .selectFrom('tasks_cluster')
        .selectAll()
        .where('id', '=', id)
        .where('task_id', '=', task)
        .executeTakeFirst();
      if (!row) return refuse('TASKS_CLUSTER_UNKNOWN');
      const ids = (await membersOf(tx, 'tasks_cluster', [id])).get(id) ?? [];
      return { ...toCluster(row, ids, placeInDetail), ...(await memberQuestions(tx, ids)) };
    },
  };

  /** The members in order, deleted ones too (fault 20), and how many more there are than are shown. */
  async function memberQuestions(tx: Tx, ids: readonly Id[]) {
    const shown = ids.slice(0, SHOWN);
    const found = await questionsById(tx, shown, { deleted: true });
    const questions = shown.flatMap((id) => {
      const whole = found.get(id);
      return whole ? [toMember(whole, time)] : [];
    });
    return { questions, ...(ids.length > SHOWN && { questions_left_out: ids.length - SHOWN }) };
  }

  return { listGroups, getGroup, listClusters, getCluster };
}

function groupsOf(tx: Tx, { task, type, subject_id, question_count }: GroupsSought) {
  return resultTables(tx)
    .selectFrom('tasks_exact_group')
    .where('task_id', '=', task)
    .$if(type !== null, (query) => query.where('type', '=', type!))
    .$if(subject_id !== null, (query) => query.where('subject_id', '=', subject_id))
    .$if(question_count !== null, (query) => query.where('question_count', '=', question_count!));
}

function clustersOf(tx: Tx, { task, type, subject_id }: Narrowed) {
  return resultTables(tx)
    .selectFrom('tasks_cluster')
    .where('task_id', '=', task)
    .$if(type !== null, (query) => query.where('type', '=', type!))
    .$if(subject_id !== null, (query) => query.where('subject_id', '=', subject_id));
}
