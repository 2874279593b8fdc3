import type { OpCall } from '@posthouse/kernel';
import { parentPort, workerData } from 'node:worker_threads';
import { failureOf, type Answer } from './answer.ts';
import { filesOf } from './folder.ts';
import { loadCatalog } from './load-catalog.ts';
import type { FromThread, ThreadData } from './messages.ts';
import { openReadOnly } from './open-database.ts';
import { serve } from './serve.ts';
import { Session } from './session.ts';

const MOST_CALLS = 64;

const port = parentPort!;
const { folder, apps } = workerData as ThreadData;
const catalog = await loadCatalog(apps);
let session: Session | undefined;

serve(port, MOST_CALLS, {
  async run(calls) {
    const answers: Answer[] = [];
    for (const call of calls) answers.push(await read(call));
    return { answers, commit: null };
  },
  close: () => session?.close(),
});

async function read(call: OpCall): Promise<Answer> {
  try {
    // At the first read: this thread starts beside the writer, which makes the file.
    session ??= new Session(openReadOnly(filesOf(folder).core), catalog);
  } catch (error) {
    return failureOf(error);
  }
  return session.read(call);
}

port.postMessage({ ready: { epoch: null } } satisfies FromThread);
