import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import type { Question } from '../../apps/tasks/dedup/index.ts';
import { HubProcess } from '../../test-support/hub-process.ts';
import type { Bank } from './bank.ts';

/** Questions of one uploaded file: far below the largest that the hub takes. */
const AT_ONCE = 50_000;
const SUBJECTS = 'bench';

export interface HubMeasured {
  readonly questions: number;
  /** From the first byte of the first file to the last question in the bank, in milliseconds. */
  readonly importMs: number;
  /** From the call that starts the task to `task_completed`, its results stored, in milliseconds. */
  readonly taskMs: number;
  /** Of all the hub's threads during the task, in cores. */
  readonly cores: number;
  /** The hub's largest resident memory while the bank came and while the task ran, in MB. */
  readonly peakMb: { readonly imported: number; readonly compared: number };
  /** How late 99 of 100 turns of its event loop were at most in each second of the task, in milliseconds. */
  readonly late: readonly number[];
  readonly found: Readonly<Record<'exact_duplicate_groups' | 'similar_duplicate_pairs', number>>;
}

/** A whole hub in a process of its own: the bank over HTTP, then one task over it, followed by Socket.IO as its clients do. */
export async function throughHub(bank: Bank, workers: number): Promise<HubMeasured> {
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-bench-'));
  const hub = await HubProcess.start(folder, {
    POSTHOUSE_BRIDGE_PORT: '0',
    POSTHOUSE_WORKERS: String(workers),
  });
  try {
    const from = performance.now();
    let questions = 0;
    for (const file of files(bank)) questions += await bring(hub.url, file);
    const importMs = performance.now() - from;
    return { questions, importMs, ...(await runTask(hub)) };
  } finally {
    await hub.stop();
    await rm(folder, { recursive: true });
  }
}

/** The bank as JSON lines; each group is a subject of its own. */
function* files(bank: Bank): Generator<string> {
  let lines: string[] = [];
  let subject = 0;
  for (const group of bank.groups()) {
    subject++;
    for (const question of group) {
      lines.push(lineOf(question, subject));
      if (lines.length < AT_ONCE) continue;
      yield lines.join('\n');
      lines = [];
    }
  }
  if (lines.length > 0) yield lines.join('\n');
}

const lineOf = ({ id, content, options, answer }: Question, subject: number): string =>
  JSON.stringify({
    question_id: id,
    type: options.length > 0 ? '1' : '4',
    subject_id: subject,
    subject_name: `${SUBJECTS} ${subject}`,
    channel_code: SUBJECTS,
    content,
    options,
    answer: answer ?? null,
  });

async function bring(url: string, file: string): Promise<number> {
  const started = await ask(url, 'POST', '/api/questions/import?format=jsonl', file, 'application/x-ndjson');
  const { id } = started as { id: number };
  for (;;) {
    const now = (await ask(url, 'GET', `/api/questions/imports/${id}`)) as Readonly<Record<string, unknown>>;
    if (now['ended_at'] !== null) {
      if (now['state'] !== 'done') throw new Error(`the import ended as ${JSON.stringify(now)}`);
      return file.split('\n').length;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function runTask(hub: HubProcess): Promise<Omit<HubMeasured, 'questions' | 'importMs'>> {
  const task = (await ask(hub.url, 'POST', '/api/dedup/tasks', '{"task_name":"bench"}')) as { id: number };
  const socket = io(hub.url, { transports: ['websocket'] });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('task_status', () => resolve());
      socket.once('connect_error', reject);
      socket.on('connect', () => socket.emit('join_task', { task_id: task.id }));
    });
    const completed = new Promise<HubMeasured['found']>((resolve, reject) => {
      socket.once('task_completed', ({ data }: { data: HubMeasured['found'] }) => resolve(data));
      socket.once('task_error', (said: unknown) => reject(new Error(JSON.stringify(said))));
    });
    const imported = peakOf(hub.pid);
    const before = { at: Date.now(), cpu: cpuOf(hub.pid) };
    const from = performance.now();
    await ask(hub.url, 'POST', `/api/dedup/tasks/${task.id}/start`);
    const found = await completed;
    const taskMs = performance.now() - from;
    const cores = (cpuOf(hub.pid) - before.cpu) / taskMs;
    const late = await lateness(hub.url, before.at);
    return { taskMs, cores, peakMb: { imported, compared: peakOf(hub.pid) }, late, found };
  } finally {
    socket.disconnect();
  }
}

/** The hub's own figures, second by second. */
async function lateness(url: string, since: number): Promise<readonly number[]> {
  const response = await fetch(`${url}/api/system/metrics`);
  const { columns } = (await response.json()) as { columns: { at: number[]; late: (number | null)[] } };
  return columns.late.flatMap((late, n) => (late !== null && columns.at[n]! * 1_000 >= since ? [late] : []));
}

async function ask(
  url: string,
  method: string,
  path: string,
  body?: string,
  type = 'application/json',
): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': type } }),
  });
  const said = (await response.json()) as { readonly data?: unknown };
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(said)}`);
  return said.data;
}

/** Linux: the largest resident memory of a process so far, in MB. */
function peakOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1_024;
}

/** Linux: milliseconds of CPU of a process so far, all its threads together, in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
