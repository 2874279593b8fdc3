import { isRefusal, refuse, reply, type Id, type Refusal, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { answered } from '../../http/envelope.ts';
import { PageQuery, pageOf, paginated } from '../../http/paging.ts';
import { ById, PathId, route } from '../../http/route.ts';
import type { ResultStore } from '../store.ts';
import { RULES } from '../tables.ts';
import type { KeepTarget } from './ops.ts';

const BASE = '/api/dedup/tasks/:id';
const AnId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

const KeepOne = Type.Object({
  question_id: AnId,
  cluster_id: Type.Optional(AnId),
  group_id: Type.Optional(AnId),
});
type KeepOne = Type.Static<typeof KeepOne>;
const KeepAll = Type.Object({ what: Type.Enum(['exact', 'clusters']), rule: Type.Enum([...RULES]) });
type KeepAll = Type.Static<typeof KeepAll>;
const ByKeep = Type.Object({ id: PathId, kid: PathId });
type ByKeep = Type.Static<typeof ByKeep>;
const Pages = Type.Object(PageQuery);

/** Keeping one of several copies, and taking that back. */
export function keepRoutes({ keeps }: ResultStore): readonly Route[] {
  return [
    route<ById, unknown, KeepOne>({
      method: 'POST',
      path: `${BASE}/keep`,
      permission: 'tasks.result.keep',
      summary: { zh: '保留这一题，删除同组其余题目', en: 'Keep this question and delete its copies' },
      schema: { params: ById, body: KeepOne },
      async handle(call) {
        const target = targetOf(call.body);
        if (isRefusal(target)) return target;
        const kept = await call.write(keeps.one, {
          task: Number(call.params.id),
          question: call.body.question_id,
          target,
          by: call.principal.id,
        });
        if (isRefusal(kept)) return kept;
        if (kept.state === 'done') return answered(`已保留该题，删除 ${kept.deleted} 道重复题`, kept);
        return reply({ status: 202, body: answered('已保留该题，正在后台删除重复题', kept) });
      },
    }),
    route<ById, unknown, KeepAll>({
      method: 'POST',
      path: `${BASE}/keep-all`,
      permission: 'tasks.result.keep',
      summary: {
        zh: '按规则在每组中保留一题，删除其余；整体可撤销',
        en: 'Keep one question of each set by a rule; all of it can be undone at once',
      },
      schema: { params: ById, body: KeepAll },
      async handle(call) {
        const { what, rule } = call.body;
        const args = { task: Number(call.params.id), what, rule, by: call.principal.id };
        const started = await call.write(keeps.all, args);
        if (isRefusal(started)) return started;
        return reply({ status: 202, body: answered('已开始批量保留，正在后台执行', started) });
      },
    }),
    route<ById, Type.Static<typeof Pages>>({
      method: 'GET',
      path: `${BASE}/keeps`,
      permission: 'tasks.result.read',
      summary: { zh: '保留操作的记录，最新在前', en: 'What was kept, newest first' },
      schema: { params: ById, query: Pages },
      async handle(call) {
        const page = pageOf(call.query);
        const found = await call.read(keeps.list, { task: Number(call.params.id), page });
        return isRefusal(found) ? found : answered('获取成功', paginated(found.list, page, found.total));
      },
    }),
    route<ByKeep>({
      method: 'POST',
      path: `${BASE}/keeps/:kid/undo`,
      permission: 'tasks.result.keep',
      summary: { zh: '撤销保留操作，恢复它删除的题目', en: 'Undo a keeping: what it deleted comes back' },
      schema: { params: ByKeep },
      async handle(call) {
        const { id, kid } = call.params;
        const undone = await call.write(keeps.undo, {
          task: Number(id),
          id: Number(kid),
          by: call.principal.id,
        });
        if (isRefusal(undone)) return undone;
        return answered(undone.state === 'undone' ? '已撤销' : '正在后台撤销', undone);
      },
    }),
  ];
}

function targetOf({ cluster_id, group_id }: { cluster_id?: Id; group_id?: Id }): KeepTarget | Refusal {
  if (cluster_id !== undefined && group_id === undefined) return { cluster: cluster_id };
  if (group_id !== undefined && cluster_id === undefined) return { group: group_id };
  return refuse('TASKS_KEEP_TARGET');
}
