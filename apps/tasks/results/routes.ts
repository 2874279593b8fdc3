import { isRefusal, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { answered } from '../http/envelope.ts';
import { pageOf, paginated } from '../http/paging.ts';
import { ById, PathId, route } from '../http/route.ts';
import { groupsSought, ListGroups, ListPairs, pairsSought } from './sought.ts';
import type { ResultStore } from './store.ts';

const BASE = '/api/dedup/tasks/:id';
const ByMember = Type.Object({ id: PathId, member: PathId });
type ByMember = Type.Static<typeof ByMember>;
const permission = 'tasks.result.read';
const idsOf = ({ id, member }: ByMember) => ({ task: Number(id), id: Number(member) });

/** What a task found, as its clients read it (contract §4 and §6), and our own views of it. */
export function resultRoutes({ groups, pairs }: ResultStore): readonly Route[] {
  return [
    route<ById, ListGroups>({
      method: 'GET',
      path: `${BASE}/exact-groups`,
      permission,
      summary: { zh: '完全重复的题目', en: 'Questions that are the same' },
      schema: { params: ById, query: ListGroups },
      async handle(call) {
        const sought = groupsSought(Number(call.params.id), call.query);
        if (isRefusal(sought)) return sought;
        const page = pageOf(call.query);
        const found = await call.read(groups.listGroups, { sought, page });
        return isRefusal(found) ? found : answered('获取成功', paginated(found.list, page, found.total));
      },
    }),
    route<ByMember>({
      method: 'GET',
      path: `${BASE}/exact-groups/:member`,
      permission,
      summary: { zh: '一组完全重复的题目', en: 'One group of questions that are the same' },
      schema: { params: ByMember },
      async handle(call) {
        const found = await call.read(groups.getGroup, idsOf(call.params));
        return isRefusal(found) ? found : answered('获取成功', found);
      },
    }),
    route<ById, ListPairs>({
      method: 'GET',
      path: `${BASE}/similar-pairs`,
      permission,
      summary: {
        zh: '相似的题目，按题目或按对；verdict=variant 为看似相同的变式',
        en: 'Similar questions, by question or by pair; verdict=variant for those that only look alike',
      },
      schema: { params: ById, query: ListPairs },
      async handle(call) {
        const sought = pairsSought(Number(call.params.id), call.query);
        if (isRefusal(sought)) return sought;
        const page = pageOf(call.query);
        const byPair = call.query.format === 'pairs';
        const found = await call.read(byPair ? pairs.listPairs : pairs.listSides, { sought, page });
        if (isRefusal(found)) return found;
        const data = paginated<object>(found.list, page, found.total);
        return answered('获取成功', byPair ? data : { ...data, format: 'grouped' });
      },
    }),
    route<ByMember>({
      method: 'GET',
      path: `${BASE}/similar-pairs/:member`,
      permission,
      summary: { zh: '一对相似的题目', en: 'One pair of similar questions' },
      schema: { params: ByMember },
      async handle(call) {
        const found = await call.read(pairs.getPair, idsOf(call.params));
        return isRefusal(found) ? found : answered('获取成功', found);
      },
    }),
    route<ByMember>({
      method: 'GET',
      path: `${BASE}/pairs/:member/diff`,
      permission,
      summary: {
        zh: '一对题目的差异与结论的原因',
        en: 'How two questions differ, and why they were judged so',
      },
      schema: { params: ByMember },
      async handle(call) {
        const found = await call.read(pairs.diffPair, idsOf(call.params));
        return isRefusal(found) ? found : answered('获取成功', found);
      },
    }),
    route<ById, ListGroups>({
      method: 'GET',
      path: `${BASE}/clusters`,
      permission,
      summary: { zh: '重复簇：每簇是同一道题的所有副本', en: 'Clusters: all copies of one question each' },
      schema: { params: ById, query: ListGroups },
      async handle(call) {
        const sought = groupsSought(Number(call.params.id), call.query);
        if (isRefusal(sought)) return sought;
        const page = pageOf(call.query);
        const found = await call.read(groups.listClusters, { sought, page });
        return isRefusal(found) ? found : answered('获取成功', paginated(found.list, page, found.total));
      },
    }),
    route<ByMember>({
      method: 'GET',
      path: `${BASE}/clusters/:member`,
      permission,
      summary: { zh: '一个重复簇及其题目', en: 'One cluster and its questions' },
      schema: { params: ByMember },
      async handle(call) {
        const found = await call.read(groups.getCluster, idsOf(call.params));
        return isRefusal(found) ? found : answered('获取成功', found);
      },
    }),
  ];
}
