import { defineErrors } from '@posthouse/protocol';

/** What a store may refuse with when it opens, or before a call reaches it. `detail` names the place. */
export const storeErrors = defineErrors({
  STORE_QUEUE_FULL: {
    status: 503,
    text: { zh: '等待写入的请求过多，未接收', en: 'Too many calls wait for the store; nothing was accepted' },
    remedy: {
      zh: '稍后重试；若持续出现，请检查磁盘速度（posthouse doctor）',
      en: 'Try again later; if it persists, check the speed of the disk (posthouse doctor)',
    },
  },
  STORE_SCHEMA_NEWER: {
    status: 500,
    text: {
      zh: '数据由更新版本的程序写入，本版本不能打开',
      en: 'The data was written by a newer version of this program',
    },
    remedy: {
      zh: '安装更新的版本，或恢复升级前该文件夹的备份',
      en: 'Install the newer version, or restore the backup of this folder from before the upgrade',
    },
  },
  STORE_DAMAGED: {
    status: 500,
    text: {
      zh: '数据文件已损坏，或不是数据库',
      en: 'The data file is damaged, or is no database',
    },
    remedy: {
      zh: '恢复最近的备份：posthouse restore <文件>（损坏的数据会另存）；或用 --data 指定一个新文件夹重新开始',
      en: 'Restore the last backup: posthouse restore <file> (the damaged data are kept aside). Or name a new folder by --data to begin anew',
    },
  },
  STORE_MIGRATION_FAILED: {
    status: 500,
    text: {
      zh: '数据结构升级失败，数据保持原样',
      en: 'The data could not be brought to this version; it is as it was',
    },
    remedy: {
      zh: '检查磁盘空间后重试；仍失败请回到上一版本并附上日志报告',
      en: 'Check disk space and try again; if it still fails, go back to the last version and report the log',
    },
  },
  STORE_FOLDER_IN_USE: {
    status: 500,
    text: { zh: '数据文件夹正被另一个进程使用', en: 'Another process uses this data folder' },
    remedy: {
      zh: '先停止另一个进程，或用 --data 指定别的文件夹',
      en: 'Stop the other process first, or name another folder by --data',
    },
  },
  STORE_FOLDER_UNWRITABLE: {
    status: 500,
    text: { zh: '数据文件夹不可写', en: 'The data folder cannot be written' },
    remedy: {
      zh: '给予该文件夹写权限，或用 --data 指定别的文件夹',
      en: 'Grant write access to this folder, or name another one by --data',
    },
  },
  STORE_BACKUP_MISSING: {
    status: 404,
    text: {
      zh: '没有这个备份，或数据文件夹里还没有数据',
      en: 'There is no such backup, or no data to back up',
    },
    remedy: { zh: '检查文件名与 --data', en: 'Check the name of the file and --data' },
  },
  STORE_BACKUP_EXISTS: {
    status: 409,
    text: { zh: '已有同名文件，没有覆盖', en: 'A file of this name exists; it was not overwritten' },
    remedy: { zh: '换一个文件名', en: 'Choose another name' },
  },
  STORE_BACKUP_FAILED: {
    status: 507,
    text: {
      zh: '备份没有完成，已有数据不受影响',
      en: 'The backup could not be finished; the data are as they were',
    },
    remedy: {
      zh: '检查磁盘空间与目录权限（posthouse doctor）',
      en: 'Check disk space and the rights of the folder (posthouse doctor)',
    },
  },
  STORE_BACKUP_DAMAGED: {
    status: 422,
    text: { zh: '这个备份不完整或已损坏', en: 'This backup is damaged or not whole' },
    remedy: {
      zh: '使用另一个备份；若是刚做的，用 posthouse doctor 检查数据文件',
      en: 'Use another backup; if it was just made, have posthouse doctor check the data file',
    },
  },
});
