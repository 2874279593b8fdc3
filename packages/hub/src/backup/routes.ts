import { isRefusal, reply, type Ms, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import type { Backups } from './backups.ts';

const Kept = Type.Object({
  name: Type.String(),
  /** Where it is on the hub's machine. */
  file: Type.String(),
  bytes: Type.Integer(),
  at: Type.String({ format: 'date-time' }),
});

const Progress = Type.Object({
  phase: Type.Enum(['copying', 'checking', 'sealing']),
  bytes: Type.Integer(),
  /** About how many it will be. */
  of: Type.Integer(),
});

const BackupList = Type.Object({
  items: Type.Array(Kept),
  total: Type.Integer(),
  running: Type.Union([Progress, Type.Null()]),
});

const Made = Type.Object({
  file: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  epoch: Type.String(),
  commit: Type.Integer(),
  /** Mailbox items on their way at that moment: what a restored hub would ask about. */
  items: Type.Object({ waiting: Type.Integer(), started: Type.Integer(), taken: Type.Integer() }),
});

const iso = (at: Ms): string => new Date(at).toISOString();

/** Backups of this hub, for whoever may have everything in them. A backup is restored by the command alone. */
export function backupRoutes(backups: Backups): readonly Route[] {
  return [
    {
      endpoints: ['main'],
      method: 'GET',
      path: '/api/system/backups',
      permission: 'house.backup',
      summary: {
        zh: '备份，最新在前；running 为正在进行的',
        en: 'Backups, newest first, and the one under way',
      },
      schema: { response: { 200: BackupList } },
      async handle() {
        const items = backups.list().map(({ at, ...kept }) => ({ ...kept, at: iso(at) }));
        return { items, total: items.length, running: backups.running() };
      },
    },
    {
      endpoints: ['main'],
      method: 'POST',
      path: '/api/system/backup',
      permission: 'house.backup',
      summary: {
        zh: '立即备份到数据目录的 backups/，运行不受影响；写完校验后才返回',
        en: "Make a backup in the data folder's backups/, while all goes on; answers when it was read back",
      },
      schema: { response: { 201: Made } },
      async handle({ kernel }) {
        const made = await backups.make(kernel.clock.now());
        return isRefusal(made) ? made : reply({ status: 201, body: made });
      },
    },
  ];
}
