import { isRefusal, refuse, reply, type Route, type UploadBody } from '@posthouse/kernel';
import * as Type from 'typebox';
import { Text } from '../../contract/text.ts';
import { answered } from '../../http/envelope.ts';
import { PageQuery, pageOf, paginated } from '../../http/paging.ts';
import { ById, route } from '../../http/route.ts';
import type { ImportOps } from './ops.ts';
import { ENCODINGS, FORMATS, OLD_TABLES, type ImportPlan } from './plan.ts';
import { receiveImport } from './upload.ts';

/** Bytes of a file: about ten times a bank of 85,000 questions. */
const LARGEST = 268_435_456;
const TYPES = ['text/csv', 'application/x-ndjson', 'application/octet-stream'];

const StartImport = Type.Object({
  format: Type.Optional(Type.Enum([...FORMATS])),
  table: Type.Optional(Type.Enum([...OLD_TABLES])),
  encoding: Type.Optional(Type.Enum([...ENCODINGS])),
  /** What the file is called, for people. */
  name: Type.Optional(Text(200)),
  channel_code: Type.Optional(Text(20, { minLength: 1 })),
  subject_id: Type.Optional(Type.Integer()),
  subject_name: Type.Optional(Text(50)),
  type: Type.Optional(Text(2)),
});
type StartImport = Type.Static<typeof StartImport>;
const Pages = Type.Object(PageQuery);
type Pages = Type.Static<typeof Pages>;

export function importRoutes(imports: ImportOps): readonly Route[] {
  return [
    route<unknown, StartImport, UploadBody>({
      method: 'POST',
      path: '/api/questions/import',
      permission: 'tasks.question.import',
      summary: {
        zh: '导入题目：CSV、JSONL，或旧库的一张表（CSV）',
        en: 'Import questions: CSV, JSONL, or one table of the old database as CSV',
      },
      schema: { query: StartImport },
      upload: { types: TYPES, limit: LARGEST },
      async handle(call) {
        const plan = planOf(call.query);
        if (plan.format === 'table' && plan.table === null) return refuse('TASKS_IMPORT_TABLE');
        const name = call.query.name ?? plan.table ?? plan.format;
        const started = await receiveImport(call, imports, plan, name);
        if (isRefusal(started)) return started;
        if (started.error) return refuse(started.error.code);
        return reply({ status: 202, body: answered('导入已开始，正在后台执行', started) });
      },
    }),
    route<unknown, Pages>({
      method: 'GET',
      path: '/api/questions/imports',
      permission: 'tasks.question.read',
      summary: { zh: '导入列表，最新在前', en: 'Imports, newest first' },
      schema: { query: Pages },
      async handle(call) {
        const page = pageOf(call.query);
        const { imports: list, total } = await call.read(imports.list, { page });
        return answered('获取成功', paginated(list, page, total));
      },
    }),
    route<ById, Pages>({
      method: 'GET',
      path: '/api/questions/imports/:id',
      permission: 'tasks.question.read',
      summary: { zh: '一次导入及其未导入的行', en: 'One import, and the rows it left out' },
      schema: { params: ById, query: Pages },
      async handle(call) {
        const args = { id: Number(call.params.id), page: pageOf(call.query) };
        const got = await call.read(imports.get, args);
        return isRefusal(got) ? got : answered('获取成功', { ...got.found, rejects: got.rejects });
      },
    }),
    route<ById>({
      method: 'DELETE',
      path: '/api/questions/imports/:id',
      permission: 'tasks.question.import',
      summary: {
        zh: '取消进行中的导入；已导入的题目保留',
        en: 'Cancel an import under way; what it has brought stays',
      },
      schema: { params: ById },
      async handle(call) {
        const cancelled = await call.write(imports.cancel, { id: Number(call.params.id) });
        return isRefusal(cancelled) ? cancelled : answered('导入已取消', cancelled);
      },
    }),
  ];
}

function planOf(query: StartImport): ImportPlan {
  return {
    format: query.format ?? (query.table === undefined ? 'csv' : 'table'),
    table: query.table ?? null,
    encoding: query.encoding ?? 'auto',
    defaults: {
      channel_code: query.channel_code ?? 'default',
      subject_id: query.subject_id ?? null,
      subject_name: given(query.subject_name),
      type: given(query.type),
    },
  };
}

/** Forms send what nobody filled in as nothing. */
const given = (text = ''): string | null => (text.trim() === '' ? null : text.trim());
