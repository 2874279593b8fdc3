import { refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { sql, type ExpressionBuilder } from 'kysely';
import { typeName } from '../contract/types.ts';
import { offsetOf, type Page } from '../http/paging.ts';
import type { LocalTime } from '../local-time.ts';
import { questionsById, wholeQuestions } from './read.ts';
import { toQuestion, type Include, type Question } from './shape.ts';
import { questionTables, type QuestionTables } from './tables.ts';

/** What a search is narrowed by; null: not. */
export interface Sought {
  readonly type: string | null;
  readonly channel_code: string | null;
  readonly subject_id: number | null;
  readonly subject_name: string | null;
  readonly chapter_id: number | null;
  readonly attr: string | null;
  /** Contained in the content. */
  readonly keyword: string | null;
  /** Only the deleted ones, to restore them. */
  readonly deleted: boolean;
}

const GROUPINGS = {
  type: ['type'],
  subject: ['subject_id', 'subject_name'],
  channel: ['channel_code'],
} as const;
export type Grouping = keyof typeof GROUPINGS;

export interface Figures {
  readonly total: number;
  readonly statistics?: readonly object[];
}

const EVERYTHING: Include = { answer: true, analysis: true };

/** How people look into the bank (contract §4). */
export function createSearchOps(time: LocalTime) {
  const get: Op<{ id: Id; include: Include }, Question | Refusal> = {
    name: 'tasks.question.get',
    async run(tx, { id, include }) {
      const whole = (await questionsById(tx, [id])).get(id);
      return whole ? toQuestion(whole, include, time) : refuse('TASKS_QUESTION_UNKNOWN');
    },
  };

  /** In the order in which they were asked for. */
  const batch: Op<{ ids: readonly Id[]; include: Include }, { questions: Question[]; not_found_ids: Id[] }> =
    {
      name: 'tasks.question.batch',
      async run(tx, { ids, include }) {
        const found = await questionsById(tx, ids);
        const asked = [...new Set(ids)];
        return {
          questions: asked.flatMap((id) => {
            const whole = found.get(id);
            return whole ? [toQuestion(whole, include, time)] : [];
          }),
          not_found_ids: asked.filter((id) => !found.has(id)),
        };
      },
    };

  const list: Op<{ sought: Sought; page: Page }, { questions: Question[]; total: number }> = {
    name: 'tasks.question.list',
    async run(tx, { sought, page }) {
      const { total } = await sifted(tx, sought)
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await sifted(tx, sought)
        .selectAll()
        .orderBy('sort')
        .orderBy('question_id')
        .limit(page.page_size)
        .offset(offsetOf(page))
        .execute();
      const whole = await wholeQuestions(tx, rows);
      return {
        questions: whole.map((one) => toQuestion(one, EVERYTHING, time)),
        total,
      };
    },
  };

  const statistics: Op<{ channel_code: string | null; by: Grouping | null }, Figures> = {
    name: 'tasks.question.statistics',
    async run(tx, { channel_code, by }) {
      const rows = () =>
        questionTables(tx)
          .selectFrom('tasks_question')
          .where('is_del', '=', 0)
          .$if(channel_code !== null, (query) => query.where('channel_code', '=', channel_code!));
      const counted = await rows()
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      const total = counted.count;
      if (by === null) return { total };
      const columns = GROUPINGS[by];
      const groups = await rows()
        .select([...columns])
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .groupBy([...columns])
        .orderBy('count', 'desc')
        .orderBy(columns[0])
        .limit(MOST_GROUPS)
        .execute();
      const named = groups.map((group) => ({
        ...group,
        ...(group.type !== undefined && { type_name: typeName(group.type) }),
      }));
      return { total, statistics: named };
    },
  };

  return { get, batch, list, statistics };
}

const MOST_GROUPS = 1_000;

function sifted(tx: Tx, sought: Sought) {
  return questionTables(tx)
    .selectFrom('tasks_question')
    .where((eb) => passing(eb, sought));
}

function passing(eb: ExpressionBuilder<QuestionTables, 'tasks_question'>, sought: Sought) {
  const { keyword, deleted } = sought;
  const equal = ['type', 'channel_code', 'subject_id', 'subject_name', 'chapter_id', 'attr'] as const;
  return eb.and([
    eb('is_del', '=', deleted ? 1 : 0),
    ...equal.flatMap((column) => (sought[column] === null ? [] : [eb(column, '=', sought[column])])),
    ...(keyword === null ? [] : [sql<boolean>`content like ${`%${escaped(keyword)}%`} escape '\\'`]),
  ]);
}

/** `%` and `_` mean themselves in a keyword. */
const escaped = (keyword: string): string => keyword.replace(/[\\%_]/g, '\\$&');
