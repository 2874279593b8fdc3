import { isRefusal, type Demo, type Id, type Made, type Refusal, type Tx } from '@posthouse/kernel';
import { questionTables } from '../questions/tables.ts';
import { takeIds } from '../questions/write.ts';
import { readConfig } from '../rules/config.ts';
import type { createBankOps } from './bank.ts';
import type { createControlOps } from './control.ts';
import { demoQuestions, type DemoQuestion } from './demo-questions.ts';
import type { createTaskOps } from './tasks.ts';

/** The questions' channel, which sets them apart from everybody's. */
const CHANNEL = 'demo';
const NAME = '演示数据 / demo';
const CONFIG = { similarity_threshold: 0.6, filters: { channel_code: CHANNEL } };

interface Ops {
  readonly bank: Pick<ReturnType<typeof createBankOps>, 'extent'>;
  readonly tasks: Pick<ReturnType<typeof createTaskOps>, 'create'>;
  readonly control: Pick<ReturnType<typeof createControlOps>, 'start' | 'remove'>;
}

/** A few questions in a channel of their own, and a task that compares them and no others. */
export function createTasksDemo({ bank, tasks, control }: Ops): Demo {
  async function make(tx: Tx): Promise<readonly Made[]> {
    const first = await takeIds(tx, 'tasks_question', demoQuestions.length);
    for (const [at, question] of demoQuestions.entries()) await addQuestion(tx, first + at, question);
    const made = demoQuestions.map((_question, at) => ({ kind: 'question', id: first + at }));
    const settings = readConfig(CONFIG);
    if (isRefusal(settings)) return made;
    const extent = await bank.extent.run(tx, { analysis: 'custom', settings });
    const task = await tasks.create.run(tx, { name: NAME, analysis: 'custom', config: CONFIG, extent });
    if (isRefusal(task)) return made;
    await control.start.run(tx, { id: task.id, extent });
    return [...made, { kind: 'task', id: task.id }];
  }

  async function remove(tx: Tx, made: readonly Made[]): Promise<Refusal | null> {
    const idsOf = (kind: string) => made.flatMap((one) => (one.kind === kind ? [one.id] : []));
    // Somebody may have deleted it: then there is nothing to do.
    for (const id of idsOf('task')) await control.remove.run(tx, { id });
    const ids: readonly Id[] = [0, ...idsOf('question')];
    for (const table of ['tasks_option', 'tasks_answer', 'tasks_question'] as const) {
      await questionTables(tx).deleteFrom(table).where('question_id', 'in', ids).execute();
    }
    return null;
  }

  return { make, remove };
}

async function addQuestion(
  tx: Tx,
  question_id: Id,
  { content, options = [], answer, analysis }: DemoQuestion,
): Promise<void> {
  const db = questionTables(tx);
  const type = options.length > 0 ? '1' : '4';
  const own = { question_id, kind: type, channel_code: CHANNEL } as const;
  await db
    .insertInto('tasks_question')
    .values({
      question_id,
      subject_id: null,
      subject_name: NAME,
      chapter_id: null,
      subject_type: null,
      subject_type_name: null,
      content,
      content_detail: null,
      type,
      analysis: analysis ?? null,
      attr: null,
      sort: 0,
      remark: NAME,
      channel_code: CHANNEL,
      create_time: tx.now,
      is_del: 0,
      kept_by: null,
      updated_at: tx.now,
    })
    .execute();
  await db
    .insertInto('tasks_answer')
    .values({ ...own, value: answer })
    .execute();
  for (const [at, text] of options.entries()) {
    const option = { child_id: 0, label: 'ABCD'[at] ?? '', content: text, seq: at + 1 };
    await db
      .insertInto('tasks_option')
      .values({ ...own, kind: '1', ...option })
      .execute();
  }
}
