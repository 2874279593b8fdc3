import { constants, copyFileSync, existsSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { CodedError, isRefusal } from '@posthouse/kernel';
import { checksum, sealOf, sync, writeSeal, type Backup, type BackupProgress } from '@posthouse/store-sqlite';
import { claimFolder } from '@posthouse/store-sqlite/folder';
import { readControl, type Control } from '../access/control.ts';
import { createBackups, type Backups } from '../backup/backups.ts';
import { systemClock } from '../system/clock.ts';
import { askHub } from './ask-hub.ts';
import { configureOrExplain, type Env, type Flags } from './configure.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { sizeOf } from './size-of.ts';
import { say, type Terminal } from './terminal.ts';

const LOOK = 1_000;

/** `posthouse backup [file]`: a backup of a hub, whether it runs or not, on its shelf or as a file of its own. */
export async function backup(
  terminal: Terminal,
  to: string | undefined,
  flags: Flags,
  env: Env,
): Promise<ExitCode> {
  const { hub } = configureOrExplain(terminal, flags, env);
  const target = to === undefined ? undefined : resolve(to);
  // Said before the work is done.
  if (target !== undefined && existsSync(target))
    throw new CodedError('STORE_BACKUP_EXISTS', { file: target });
  const made = await make(terminal, hub.data, hub.backupKeep);
  const file = target === undefined ? made.file : take(made, target);
  const { waiting, started, taken } = made.items;
  terminal.out(
    say(terminal, {
      zh: `已备份并校验：${file}（${sizeOf(made.bytes)}）`,
      en: `Backed up and read back: ${file} (${sizeOf(made.bytes)})`,
    }),
  );
  terminal.out(`sha256 ${made.sha256}`);
  terminal.out(
    say(terminal, {
      zh: `其中有 ${waiting} 项在等待、${started + taken} 项正在进行`,
      en: `In it ${waiting} items wait and ${started + taken} are under way`,
    }),
  );
  return EXIT.ok;
}

/** By the hub that has the folder; where none has it, here. */
async function make(terminal: Terminal, data: string, keep: number): Promise<Backup> {
  const backups = createBackups(data, keep);
  if (!existsSync(data)) throw new CodedError('STORE_BACKUP_MISSING', { file: data });
  let lock: ReturnType<typeof claimFolder>;
  try {
    lock = claimFolder(data);
  } catch (error) {
    const control = readControl(data);
    if (!(error instanceof CodedError) || error.code !== 'STORE_FOLDER_IN_USE' || !control) throw error;
    return byHub(terminal, control);
  }
  try {
    return await byUs(terminal, backups);
  } finally {
    lock.close();
  }
}

async function byUs(terminal: Terminal, backups: Backups): Promise<Backup> {
  const done = follow(terminal, async () => backups.running());
  try {
    const made = await backups.make(systemClock().now());
    if (isRefusal(made)) throw new CodedError(made.refuse, made.detail);
    return made;
  } finally {
    done();
  }
}

async function byHub(terminal: Terminal, control: Control): Promise<Backup> {
  const running = async () => {
    const path = '/api/system/backups';
    return (await askHub<{ running: BackupProgress | null }>(control, 'GET', path)).running;
  };
  const done = follow(terminal, running);
  try {
    return await askHub<Backup>(control, 'POST', '/api/system/backup');
  } finally {
    done();
  }
}

/** Says how far it is, each second. */
function follow(terminal: Terminal, look: () => Promise<BackupProgress | null>): () => void {
  const timer = setInterval(() => {
    look().then(
      (progress) => {
        if (progress) terminal.err(wordFor(terminal, progress));
      },
      // The request that makes the backup says what is wrong.
      () => {},
    );
  }, LOOK);
  return () => clearInterval(timer);
}

function wordFor(terminal: Terminal, { phase, bytes, of }: BackupProgress): string {
  switch (phase) {
    case 'copying':
      return say(terminal, {
        zh: `正在复制：${sizeOf(bytes)} / 约 ${sizeOf(of)}`,
        en: `copying: ${sizeOf(bytes)} of about ${sizeOf(of)}`,
      });
    case 'checking':
      return say(terminal, { zh: '正在校验', en: 'reading it back' });
    case 'sealing':
      return say(terminal, { zh: '正在计算校验和', en: 'computing its checksum' });
  }
}

/** Moves a backup from the shelf to where it was wanted, and holds it against its checksum there. */
function take({ file, sha256 }: Backup, target: string): string {
  let copied = false;
  try {
    copyFileSync(file, target, constants.COPYFILE_EXCL);
    copied = true;
    // The one on the shelf goes: the only one left must be on disk.
    sync(target);
    if (checksum(target) !== sha256) throw new Error(`${basename(target)} is not what was copied`);
    writeSeal(target, sha256);
  } catch (error) {
    if (copied) rmSync(target, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new CodedError('STORE_BACKUP_FAILED', { file: target, why, kept: file }, { cause: error });
  }
  rmSync(file);
  rmSync(sealOf(file), { force: true });
  return target;
}
