import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../../../test-support/free-port.ts';

const run = promisify(execFile);
const READY_WITHIN = 30_000;
const LOOK = 50;

/** Where Debian keeps the daemon and the administrator's commands, whatever the user's PATH. */
const PLACES = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];

/** A CUPS of the machine's own programs with its own port, folders and queues: the machine's printers stay untouched. */
export interface PrivateCups {
  /** `lp` that speaks with it. */
  readonly lp: string;
  /** Makes a raw queue that sends to a TCP port of this machine. */
  queue(name: string, port: number): Promise<void>;
  /** Runs an administrator's command: `cupsreject`, `cupsdisable`. */
  tell(command: string, ...args: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Rejects with what is missing. */
export async function startCups(): Promise<PrivateCups> {
  const [daemon, lp, lpstat, lpadmin] = await Promise.all(['cupsd', 'lp', 'lpstat', 'lpadmin'].map(find));
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-cups-'));
  // Its backends run as another user.
  await chmod(folder, 0o755);
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  await Promise.all(['root', 'spool', 'cache', 'state', 'tmp'].map((name) => mkdir(join(folder, name))));
  await writeFile(join(folder, 'cupsd.conf'), daemonConfig(host));
  await writeFile(join(folder, 'cups-files.conf'), filesConfig(folder));
  await writeFile(join(folder, 'lp'), `#!/bin/sh\nexec ${lp} -h ${host} "$@"\n`, { mode: 0o755 });
  const args = ['-f', '-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')];
  const child = spawn(daemon!, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  const gone = once(child, 'exit');
  const orphan = () => child.kill('SIGKILL');
  process.once('exit', orphan);
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
    process.off('exit', orphan);
    await rm(folder, { recursive: true, force: true });
  };
  const until = Date.now() + READY_WITHIN;
  while (!(await answers(lpstat!, host))) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`cupsd did not start:\n${said}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK);
    });
  }
  return {
    lp: join(folder, 'lp'),
    async queue(name, to) {
      await run(lpadmin!, ['-h', host, '-p', name, '-E', '-v', `socket://127.0.0.1:${to}`, '-m', 'raw']);
    },
    async tell(command, ...rest) {
      await run(await find(command), ['-h', host, ...rest]);
    },
    stop,
  };
}

async function find(program: string): Promise<string> {
  for (const place of PLACES) {
    const path = join(place, program);
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (place !== '' && there) return path;
  }
  throw new Error(`${program} is not installed (Debian: apt install cups)`);
}

async function answers(lpstat: string, host: string): Promise<boolean> {
  try {
    return (await run(lpstat, ['-h', host, '-r'])).stdout.includes('is running');
  } catch {
    return false;
  }
}

/** Whoever is on this machine may do all: there is nothing here but this test. */
const daemonConfig = (host: string) => `Listen ${host}
LogLevel warn
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`;

const filesConfig = (folder: string) => `ServerRoot ${folder}/root
RequestRoot ${folder}/spool
CacheDir ${folder}/cache
StateDir ${folder}/state
TempDir ${folder}/tmp
ErrorLog stderr
AccessLog ${folder}/access_log
PageLog ${folder}/page_log
`;
