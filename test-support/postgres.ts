import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { missing, type Needed } from './required.ts';
import { freePort } from './free-port.ts';

const DEBIAN = '/usr/lib/postgresql';

/** A server for tests. */
export interface TestPostgres {
  /** Makes an empty database and returns its URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** The server of POSTHOUSE_TEST_DATABASE_URL, or one of our own in a temporary folder on a free port. */
export async function startPostgres(): Promise<Needed<TestPostgres>> {
  const url = process.env['POSTHOUSE_TEST_DATABASE_URL'];
  if (url) return { got: serverAt(url, async () => {}) };
  const binaries = findBinaries();
  if (!binaries) {
    return missing('no PostgreSQL here: install it, or set POSTHOUSE_TEST_DATABASE_URL');
  }
  const user = userToRunAs();
  if (user === 'none') return missing('PostgreSQL refuses to run as root, and there is no user postgres');
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-postgres-'));
  if (user) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  await promisify(execFile)(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...user, cwd: folder },
  );
  const port = await freePort();
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off'],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await readiness(server);
  return {
    got: serverAt(`postgres://postgres@127.0.0.1:${port}/postgres`, async () => {
      const gone = once(server, 'exit');
      server.kill('SIGINT');
      await gone;
      await rm(folder, { recursive: true });
    }),
  };
}

function serverAt(url: string, stop: () => Promise<void>): TestPostgres {
  const made: string[] = [];
  let count = 0;
  const run = async (sql: string) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  return {
    async createDatabase() {
      const name = `posthouse_test_${process.pid}_${count++}`;
      await run(`create database ${name}`);
      made.push(name);
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
    async stop() {
      for (const name of made) await run(`drop database ${name} with (force)`);
      await stop();
    },
  };
}

/** The newest version in Debian's place, else whatever PATH has. */
function findBinaries(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const places = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')));
}

/** undefined: as we are, which PostgreSQL accepts unless that is root. */
function userToRunAs(): User | undefined | 'none' {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }));
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return 'none';
  }
}

async function readiness(server: ChildProcess): Promise<void> {
  let said = '';
  for await (const chunk of server.stderr!) {
    said += String(chunk);
    if (said.includes('ready to accept connections')) {
      server.stderr!.resume();
      return;
    }
  }
  throw new Error(`PostgreSQL did not start: ${said}`);
}
