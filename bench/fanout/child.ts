import { execFile, fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SERVER_CORE = '0';
const CLIENT_CORE = '1';

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

/** Line of figures as `wsload` prints it. */
export interface LoadResult {
  readonly msgs_s: number;
  readonly srvCpuPct: number;
  readonly cliCpuPct: number;
  readonly otherCpuPct: number;
  readonly msgs_per_srvcpu_s: number;
  readonly B_per_msg: number;
  readonly dead: number;
  readonly minmax: readonly [number, number];
  readonly kbPerConn: number;
}

/** Starts one of this folder's servers on a core of its own. */
export async function startServer(script: string, bun?: string): Promise<ServerProcess> {
  const file = join(import.meta.dirname, script);
  const child = bun
    ? spawn('taskset', ['-c', SERVER_CORE, bun, file], { stdio: ['ignore', 'pipe', 'inherit'] })
    : fork(file, { execPath: 'taskset', execArgv: ['-c', SERVER_CORE, process.execPath] });
  const port = await portOf(child);
  return {
    // taskset becomes the server: it replaces itself.
    pid: child.pid!,
    port,
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the server ended with ${String(code)} before it listened`);
  });
  const said = child.stdout
    ? once(child.stdout, 'data').then(([line]) => Number(String(line)))
    : once(child, 'message').then(([message]) => (message as { port: number }).port);
  return Promise.race([said, failed]);
}

/** Builds the load client, with the system's compiler. */
export function buildClient(): string {
  const binary = join(tmpdir(), `posthouse-wsload-${process.pid}`);
  const source = join(import.meta.dirname, '..', 'wsload.c');
  const { status, stderr } = spawnSync('cc', ['-O2', '-o', binary, source], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`wsload.c could not be compiled: ${stderr}`);
  return binary;
}

/** Runs the load client on the other core. */
export async function load(client: string, server: ServerProcess, args: string): Promise<LoadResult> {
  const target = ['-p', String(server.port), '-P', String(server.pid)];
  const run = promisify(execFile);
  const { stdout } = await run('taskset', ['-c', CLIENT_CORE, client, ...target, ...args.split(' ')], {
    timeout: 120_000,
  });
  return JSON.parse(stdout) as LoadResult;
}
