import {
  closeSync,
  existsSync,
  fdatasyncSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { bad, good, worry, type Finding } from './finding.ts';

const SYNCS = 20;
const SLOW_SYNC = 50;
const GIB = 2 ** 30;
const OTHERS = 0o077;

/**
 * Whether the data folder can be written, or made where it is not there yet; who else may read it, how fast its disk
 * makes a write durable, and how much room is left. Leaves nothing behind.
 */
export function checkDisk(data: string): readonly Finding[] {
  const folder = resolve(data);
  const present = nearest(folder);
  try {
    const sync = medianSync(join(present, `.doctor-${process.pid}`));
    return [
      present === folder
        ? good(`数据目录可写：${folder}`, `The data folder can be written: ${folder}`)
        : good(`数据目录会在启动时建立：${folder}`, `The data folder will be made at the start: ${folder}`),
      ...(present === folder ? privacy(folder) : []),
      sync > SLOW_SYNC
        ? worry(
            {
              zh: `磁盘落盘很慢：${sync.toFixed(1)} ms`,
              en: `The disk is slow to sync: ${sync.toFixed(1)} ms`,
            },
            {
              zh: '每个请求至少等这么久；可把 POSTHOUSE_DATA 移到固态硬盘',
              en: 'Every request waits at least this long; move POSTHOUSE_DATA to an SSD',
            },
          )
        : good(`磁盘落盘 ${sync.toFixed(1)} ms`, `The disk syncs in ${sync.toFixed(1)} ms`),
      room(present),
    ];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOSPC'
        ? { zh: '磁盘已满：清理磁盘', en: 'The disk is full: make room' }
        : { zh: '检查路径与权限', en: 'Check its path and rights' };
    return [
      bad(
        { zh: `数据目录不可写：${folder}`, en: `The data folder cannot be written: ${folder}` },
        {
          zh: `${why.zh}，或用 --data 换一个（${message}）`,
          en: `${why.en}, or choose another by --data (${message})`,
        },
      ),
    ];
  }
}

/** The folder itself, or the one above it in which it would be made. */
function nearest(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearest(dirname(folder));
}

/** A folder that the hub makes is its own user's alone; one that was made for it may not be. */
function privacy(folder: string): readonly Finding[] {
  // Windows has no such bits.
  if (process.platform === 'win32' || (statSync(folder).mode & OTHERS) === 0) return [];
  return [
    worry(
      {
        zh: '本机的其他用户也能进入数据目录，里面有所有人的密钥',
        en: "Other users of this machine may enter the data folder, which holds everybody's secrets",
      },
      { zh: `chmod 700 ${folder}`, en: `chmod 700 ${folder}` },
    ),
  ];
}

function medianSync(file: string): number {
  const handle = openSync(file, 'w');
  try {
    const page = new Uint8Array(4_096);
    const times = Array.from({ length: SYNCS }, () => {
      const before = performance.now();
      writeSync(handle, page);
      fdatasyncSync(handle);
      return performance.now() - before;
    });
    return times.sort((a, b) => a - b)[SYNCS / 2]!;
  } finally {
    closeSync(handle);
    rmSync(file);
  }
}

function room(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const amount = `${(free / GIB).toFixed(1)} GiB`;
  if (free >= GIB) return good(`剩余空间 ${amount}`, `${amount} are free`);
  const what = { zh: `剩余空间仅 ${amount}`, en: `Only ${amount} are free` };
  return worry(what, {
    zh: '清理磁盘；写满后将拒绝新请求',
    en: 'Make room: once the disk is full, new requests are refused',
  });
}
