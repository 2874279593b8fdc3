import { resolve } from 'node:path';
import { createCatalog, storeErrors } from '@posthouse/kernel';
import type { Text } from '@posthouse/protocol';
import { examineFolder } from '@posthouse/store-sqlite/folder';
import { defineApps } from '../apps.ts';
import { sizeOf } from '../cli/size-of.ts';
import type { Config } from '../config/load.ts';
import { bad, good, type Finding } from './finding.ts';

/** Whether the hub could use its data: their rights, every page of them, and the version that wrote them. */
export function checkDatabase({ hub, apps }: Pick<Config, 'hub' | 'apps'>): Finding {
  const examined = examineFolder(resolve(hub.data), createCatalog(defineApps(apps)));
  switch (examined.is) {
    case 'absent':
      return good('还没有数据，第一次启动时建立', 'There are no data yet: the first start makes them');
    case 'whole':
      return good(
        `数据文件完好（${sizeOf(examined.bytes)}）`,
        `The data file is whole (${sizeOf(examined.bytes)})`,
      );
    case 'forbidden':
      return bad(
        { zh: `没有读写权限：${examined.file}`, en: `This user may not read and write ${examined.file}` },
        {
          zh: '把它的所有者改回运行驿站的用户（曾用 root 运行过？）',
          en: "Give it back to the hub's user (was it once run as root?)",
        },
      );
    case 'damaged':
      return refused('STORE_DAMAGED', examined.why);
    case 'newer':
      return refused('STORE_SCHEMA_NEWER', examined.migrations.join(', '));
    case 'unreadable':
      return bad(
        { zh: `数据文件读不出来：${examined.why}`, en: `The data file cannot be read: ${examined.why}` },
        {
          zh: '检查数据目录的权限与磁盘（系统日志里可能有磁盘错误）',
          en: "Check the rights of the data folder, and the disk (the system's log may know of errors)",
        },
      );
  }
}

/** In the words in which the hub would refuse to start. */
function refused(code: 'STORE_DAMAGED' | 'STORE_SCHEMA_NEWER', why: string): Finding {
  const { text, remedy } = storeErrors[code];
  const what = (language: keyof Text) => `${text[language]} (${code}): ${why}`;
  return bad({ zh: what('zh'), en: what('en') }, remedy);
}
