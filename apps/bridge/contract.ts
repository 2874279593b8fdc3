import * as Type from 'typebox';
import { EVIDENCE, JOB_STATES, TEMPLATES } from './contract/states.ts';

export { bridgeErrors } from './contract/errors.ts';
export { bridgeSamples } from './contract/samples.ts';

const MaybeTime = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);

export const StationId = Type.String({ minLength: 1, maxLength: 128 });
export const ById = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });

/**
 * What is to be printed, and where. `printData` (or the older `name`) is any JSON value and reaches the station under
 * the name it came with. `queue: true` keeps it until the station is there, at most `expiresIn` seconds.
 */
export const NewJob = Type.Object(
  {
    clientId: StationId,
    printData: Type.Optional(Type.Unknown()),
    name: Type.Optional(Type.Unknown()),
    template: Type.Optional(Type.Enum([...TEMPLATES])),
    queue: Type.Optional(Type.Boolean()),
    expiresIn: Type.Optional(Type.Integer({ minimum: 1, maximum: 604_800 })),
  },
  { additionalProperties: false },
);

export const Job = Type.Object({
  id: Type.Integer(),
  clientId: Type.String(),
  state: Type.Enum([...JOB_STATES]),
  queue: Type.Boolean(),
  /** The first 200 characters of the data as JSON. */
  preview: Type.String(),
  /** Characters of the data as JSON. */
  size: Type.Integer(),
  evidence: Type.Union([Type.Enum([...EVIDENCE]), Type.Null()]),
  /** Why it did not print, in the reader's language or in the station's own words. */
  message: Type.Union([Type.String(), Type.Null()]),
  created_at: Type.String({ format: 'date-time' }),
  sent_at: MaybeTime,
  received_at: MaybeTime,
  ended_at: MaybeTime,
  expires_at: MaybeTime,
});

export const ListJobs = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  clientId: Type.Optional(StationId),
  state: Type.Optional(Type.Enum([...JOB_STATES])),
});
export const JobPage = Type.Object({
  items: Type.Array(Job),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});

/** A person's answer about an `uncertain` job. */
export const Resolution = Type.Object({ printed: Type.Boolean() }, { additionalProperties: false });

export const Station = Type.Object({
  clientId: Type.String(),
  connected: Type.Boolean(),
  socketId: Type.String(),
  /** Sockets registered under the id now: above one, several tabs share it and the newest prints. */
  sockets: Type.Integer(),
  /** Whether it says how a job went; old pages never do. */
  reports: Type.Boolean(),
  /** When it came, or went. */
  since: Type.String({ format: 'date-time' }),
});
export const StationList = Type.Object({
  items: Type.Array(Station),
  total: Type.Integer(),
});

/** What is not done: jobs that wait, by station, and those that a person must look at. */
export const JobsOpen = Type.Object({
  uncertain: Type.Integer(),
  waiting: Type.Array(
    Type.Object({
      clientId: Type.String(),
      jobs: Type.Integer(),
      /** When the oldest of them was made. */
      since: Type.String({ format: 'date-time' }),
    }),
  ),
});

export type NewJob = Type.Static<typeof NewJob>;
export type Job = Type.Static<typeof Job>;
export type ListJobs = Type.Static<typeof ListJobs>;
export type JobPage = Type.Static<typeof JobPage>;
export type Resolution = Type.Static<typeof Resolution>;
export type JobsOpen = Type.Static<typeof JobsOpen>;
export type Station = Type.Static<typeof Station>;

/** The answers of `/startPrint`, on which callers decide by their exact text (contract §3). */
export const ANSWERS = {
  accepted: '参数已接收',
  offline: '打印机离线',
  unknown: '打印机不存在',
} as const;

/** Those who come from an open network without a token: stations and callers of old alike. */
export const GUEST_ROLE = 'bridge-guest';

/** What may be allowed to somebody; owner, admin and local have all. */
export const bridgePermissions = [
  permission('bridge.job.create', '发送到打印站', 'Print on stations', ['operator', 'shop', GUEST_ROLE]),
  permission('bridge.job.read', '查看打印站任务', "See the stations' jobs", ['operator', 'shop', 'viewer']),
  permission('bridge.job.settle', '取消与裁定打印站任务', "Cancel and settle the stations' jobs", [
    'operator',
  ]),
  permission('bridge.station.read', '查看打印站', 'See stations', ['operator', 'shop', 'viewer', GUEST_ROLE]),
  permission('bridge.station.hold', '作为打印站接收任务', 'Receive jobs as a print station', [
    'station',
    GUEST_ROLE,
  ]),
] as const;

function permission(name: string, zh: string, en: string, roles: readonly string[]) {
  return { name, text: { zh, en }, roles };
}
