import { isRefusal, refuse, type Refusal, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { Text, Word } from '../contract/text.ts';
import { answered } from '../http/envelope.ts';
import { PageQuery, pageOf, paginated, wholeOf } from '../http/paging.ts';
import { PathId, route } from '../http/route.ts';
import type { Grouping, Sought } from './search.ts';
import type { QuestionStore } from './store.ts';

const ByQuestion = Type.Object({ qid: PathId });
type ByQuestion = Type.Static<typeof ByQuestion>;

const Include = { include_answer: Word, include_analysis: Word };
const GetQuestion = Type.Object(Include);

const ListQuestions = Type.Object({
  ...PageQuery,
  type: Type.Optional(Text(10, { description: 'left out or `all`: every type' })),
  channel_code: Word,
  subject_id: Word,
  subject_name: Word,
  chapter_id: Word,
  attr: Word,
  keyword: Word,
  search: Word,
  deleted: Type.Optional(Text(5, { description: '`true`: the deleted ones' })),
});
type ListQuestions = Type.Static<typeof ListQuestions>;

const Batch = Type.Object({
  question_ids: Type.Array(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), {
    minItems: 1,
    maxItems: 100,
  }),
  include_answer: Type.Optional(Type.Boolean()),
  include_analysis: Type.Optional(Type.Boolean()),
});
const Statistics = Type.Object({ channel_code: Word, group_by: Word });

/** The bank as the dialect shows it (contract §4), and what people do to a question. */
export function questionRoutes({ search, deleteQuestion, restoreQuestion }: QuestionStore): readonly Route[] {
  return [
    route<unknown, ListQuestions>({
      method: 'GET',
      path: '/api/questions',
      permission: 'tasks.question.read',
      summary: { zh: '题目列表', en: 'List questions' },
      schema: { query: ListQuestions },
      async handle(call) {
        const sought = soughtOf(call.query);
        if (isRefusal(sought)) return sought;
        const page = pageOf(call.query);
        const { questions, total } = await call.read(search.list, { sought, page });
        return answered('获取成功', paginated(questions, page, total));
      },
    }),
    route<unknown, Type.Static<typeof Statistics>>({
      method: 'GET',
      path: '/api/questions/statistics',
      permission: 'tasks.question.read',
      summary: { zh: '题目统计', en: 'Count questions' },
      schema: { query: Statistics },
      async handle(call) {
        const { channel_code = null, group_by = '' } = call.query;
        const by = group_by === '' ? null : GROUPINGS.find((one) => one === group_by);
        if (by === undefined) return refuse('TASKS_QUERY', { at: 'group_by' });
        const args = { channel_code: blankless(channel_code), by };
        return answered('获取成功', await call.read(search.statistics, args));
      },
    }),
    route<ByQuestion, Type.Static<typeof GetQuestion>>({
      method: 'GET',
      path: '/api/questions/:qid',
      permission: 'tasks.question.read',
      summary: { zh: '查看题目', en: 'Read a question' },
      schema: { params: ByQuestion, query: GetQuestion },
      async handle(call) {
        const include = {
          answer: !isNo(call.query.include_answer),
          analysis: !isNo(call.query.include_analysis),
        };
        const found = await call.read(search.get, { id: Number(call.params.qid), include });
        return isRefusal(found) ? found : answered('获取成功', found);
      },
    }),
    route<unknown, unknown, Type.Static<typeof Batch>>({
      method: 'POST',
      path: '/api/questions/batch',
      effects: false,
      permission: 'tasks.question.read',
      summary: { zh: '批量查看题目', en: 'Read several questions' },
      schema: { body: Batch },
      async handle(call) {
        const { question_ids: ids, include_answer = true, include_analysis = true } = call.body;
        const include = { answer: include_answer, analysis: include_analysis };
        return answered('获取成功', await call.read(search.batch, { ids, include }));
      },
    }),
    route<ByQuestion>({
      method: 'DELETE',
      path: '/api/questions/:qid',
      permission: 'tasks.question.write',
      summary: { zh: '删除题目（可恢复）', en: 'Delete a question; it can be restored' },
      schema: { params: ByQuestion },
      async handle(call) {
        const marked = await call.write(deleteQuestion, { id: Number(call.params.qid) });
        return isRefusal(marked) ? marked : answered('题目删除成功', marked);
      },
    }),
    route<ByQuestion>({
      method: 'POST',
      path: '/api/questions/:qid/restore',
      permission: 'tasks.question.write',
      summary: { zh: '恢复已删除的题目', en: 'Restore a deleted question' },
      schema: { params: ByQuestion },
      async handle(call) {
        const marked = await call.write(restoreQuestion, { id: Number(call.params.qid) });
        return isRefusal(marked) ? marked : answered('题目已恢复', marked);
      },
    }),
  ];
}

const GROUPINGS: readonly Grouping[] = ['type', 'subject', 'channel'];

const isNo = (text: string | undefined): boolean => /^(false|0|no)$/i.test(text ?? '');
const blankless = (text: string | null | undefined): string | null =>
  text === undefined || text === null || text.trim() === '' ? null : text.trim();

function soughtOf(query: ListQuestions): Sought | Refusal {
  const type = blankless(query.type);
  const numbers = { subject_id: blankless(query.subject_id), chapter_id: blankless(query.chapter_id) };
  for (const [at, text] of Object.entries(numbers)) {
    if (text !== null && wholeOf(text) === null) return refuse('TASKS_QUERY', { at });
  }
  return {
    type: type === 'all' ? null : type,
    channel_code: blankless(query.channel_code),
    subject_id: wholeOf(numbers.subject_id ?? undefined),
    subject_name: blankless(query.subject_name),
    chapter_id: wholeOf(numbers.chapter_id ?? undefined),
    attr: blankless(query.attr),
    keyword: blankless(query.keyword) ?? blankless(query.search),
    deleted: query.deleted === 'true',
  };
}
