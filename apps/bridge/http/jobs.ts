import { isRefusal, refuse, reply, type Id, type Route } from '@posthouse/kernel';
import { ById, Job, JobPage, JobsOpen, ListJobs, NewJob, Resolution, StationList } from '../contract.ts';
import type { BridgeConfig } from '../config.ts';
import { stationId, type Payload } from '../rules.ts';
import type { Door } from '../stations/door.ts';
import type { BridgeStore } from '../store.ts';
import { route, worded } from './route.ts';

/** Our own routes, on the main port. */
export function jobRoutes(
  { jobs }: BridgeStore,
  door: Door,
  { expiry }: Pick<BridgeConfig, 'expiry'>,
): readonly Route[] {
  return [
    route<unknown, unknown, NewJob>({
      method: 'POST',
      path: '/api/bridge/jobs',
      permission: 'bridge.job.create',
      summary: {
        zh: '让打印站打印；queue: true 时离线也先存下（可用 Idempotency-Key 防重复）',
        en: 'Print on a station; queue: true keeps it while the station is away (Idempotency-Key against repetition)',
      },
      schema: { body: NewJob, response: { 201: Job } },
      async handle(call) {
        const { clientId, queue = false, expiresIn } = call.body;
        const id = stationId(clientId);
        if (id === null) return refuse('BRIDGE_STATION_ID_INVALID');
        const payload = payloadOf(call.body);
        if (!payload) return refuse('BRIDGE_DATA_MISSING');
        if (!queue && !door.find(id)) return refuse('BRIDGE_STATION_UNKNOWN', { clientId: id });
        const online = await door.seat(id);
        if (!queue && !online) return refuse('BRIDGE_STATION_OFFLINE', { clientId: id });
        const wait = expiresIn === undefined ? expiry : expiresIn * 1_000;
        const expires = queue ? call.kernel.clock.now() + wait : null;
        const job = await call.write(jobs.create, { clientId: id, payload, queue, expires, online });
        return reply({ status: 201, body: worded(job, call.locale) });
      },
    }),
    route<unknown, ListJobs>({
      method: 'GET',
      path: '/api/bridge/jobs',
      permission: 'bridge.job.read',
      summary: { zh: '打印站任务，最新在前', en: "The stations' jobs, newest first" },
      schema: { query: ListJobs, response: { 200: JobPage } },
      async handle(call) {
        const page = await call.read(jobs.list, call.query);
        return { ...page, items: page.items.map((job) => worded(job, call.locale)) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/bridge/open',
      permission: 'bridge.job.read',
      summary: {
        zh: '未了结的打印站任务：各站等待的，和要人看一眼的',
        en: "The stations' open jobs: waiting by station, and those that a person must look at",
      },
      schema: { response: { 200: JobsOpen } },
      handle: (call) => call.read(jobs.open, null),
    }),
    route<{ id: Id }>({
      method: 'GET',
      path: '/api/bridge/jobs/:id',
      permission: 'bridge.job.read',
      summary: { zh: '一个打印站任务及其结果', en: 'One job of a station, and what became of it' },
      schema: { params: ById, response: { 200: Job } },
      async handle(call) {
        const job = await call.read(jobs.get, { id: call.params.id });
        return isRefusal(job) ? job : worded(job, call.locale);
      },
    }),
    route<{ id: Id }>({
      method: 'POST',
      path: '/api/bridge/jobs/:id/cancel',
      permission: 'bridge.job.settle',
      summary: { zh: '取消还在等待的任务', en: 'Cancel a job that still waits' },
      schema: { params: ById, response: { 200: Job } },
      async handle(call) {
        const job = await call.write(jobs.cancel, { id: call.params.id });
        return isRefusal(job) ? job : worded(job, call.locale);
      },
    }),
    route<{ id: Id }, unknown, Resolution>({
      method: 'POST',
      path: '/api/bridge/jobs/:id/resolve',
      permission: 'bridge.job.settle',
      summary: {
        zh: '裁定一个不确定的任务：打出来了没有',
        en: 'Settle an uncertain job: did it print or not',
      },
      schema: { params: ById, body: Resolution, response: { 200: Job } },
      async handle(call) {
        const args = { id: call.params.id, printed: call.body.printed };
        const job = await call.write(jobs.settle, args);
        return isRefusal(job) ? job : worded(job, call.locale);
      },
    }),
    route({
      method: 'GET',
      path: '/api/bridge/stations',
      permission: 'bridge.station.read',
      summary: { zh: '启动以来登记过的打印站', en: 'Stations that registered since the start' },
      schema: { response: { 200: StationList } },
      async handle() {
        const items = door.list();
        return { items, total: items.length };
      },
    }),
  ];
}

/** The data under the names it came with; null when there is none. */
function payloadOf({ name, printData, template }: NewJob): Payload | null {
  if (name === undefined && printData === undefined) return null;
  return {
    ...(name !== undefined && { name }),
    ...(printData !== undefined && { printData }),
    ...(template !== undefined && { template }),
  };
}
