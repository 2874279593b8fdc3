import { CodedError, prepareSchema } from '@posthouse/kernel';
import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { failureOf, isDamage } from './answer.ts';
import { claimFolder, filesOf } from './folder.ts';
import { loadCatalog } from './load-catalog.ts';
import { LogLength } from './log-length.ts';
import type { FromThread, ThreadData } from './messages.ts';
import { openDatabase } from './open-database.ts';
import { serve, type Service } from './serve.ts';
import { Session, type SessionHooks } from './session.ts';

/** Bounds how long one commit grows, and with it the wait of its first call. */
const MOST_CALLS = 512;

const port = parentPort!;
const data = workerData as ThreadData;

try {
  const { service, epoch } = await open(data);
  serve(port, MOST_CALLS, service);
  port.postMessage({ ready: { epoch } } satisfies FromThread);
} catch (error) {
  const reason = isDamage(error)
    ? new CodedError('STORE_DAMAGED', { folder: data.folder }, { cause: error })
    : error;
  port.postMessage({ refused: failureOf(reason) } satisfies FromThread);
  port.close();
}

async function open({ folder, apps, now, synchronous, slowCommit }: ThreadData) {
  const lock = claimFolder(folder);
  const catalog = await loadCatalog(apps);
  const { core } = filesOf(folder);
  const database = openDatabase(core, synchronous);
  const session = new Session(database, catalog, slowCommit > 0 ? slowDisk(slowCommit) : {});
  const logLength = new LogLength(database, core);
  const epoch = await prepareSchema(session.connection, catalog, { now, freshEpoch: randomUUID() }).catch(
    (error: unknown) => {
      throw error instanceof CodedError
        ? new CodedError(error.code, { folder, ...asObject(error.detail) })
        : error;
    },
  );
  const service: Service = {
    run: (calls) => session.runGroup(calls),
    tidy: () => logLength.look(),
    close() {
      session.close();
      lock.close();
    },
  };
  return { service, epoch };
}

/** Blocks this thread as a commit on a slow disk does. */
function slowDisk(wait: number): SessionHooks {
  const never = new Int32Array(new SharedArrayBuffer(4));
  return { beforeCommit: () => void Atomics.wait(never, 0, 0, wait) };
}

function asObject(detail: unknown): object {
  return typeof detail === 'object' && detail !== null ? detail : {};
}
