import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { CodedError, runWork, type Claimed, type RunEnd } from '@posthouse/kernel';
import { loadCatalog, openReader, type Reader } from '@posthouse/store-sqlite/reader';
import { systemClock } from '../system/clock.ts';
import type { FromThread, ThreadData, ToThread } from './messages.ts';

const NICE = 10;

const port = parentPort!;
const { folder, apps, flag } = workerData as ThreadData;
const stopFlag = new Int32Array(flag);
// On Linux this is the calling thread's own: doors and stores go first when processors are few.
if (process.platform === 'linux') setPriority(Math.max(getPriority(), NICE));
const catalog = await loadCatalog(apps);
let reader: Reader | undefined;
let saving: PromiseWithResolvers<void> | undefined;

port.on('message', (message: ToThread) => {
  if ('run' in message) void run(message.run).then((ended) => tell({ ended }));
  else if (message.refused === null) saving?.resolve();
  else saving?.reject(new CodedError(message.refused.code, message.refused.detail));
});

async function run(claimed: Claimed): Promise<RunEnd> {
  return runWork(catalog.works.get(claimed.kind)!, claimed, {
    stopped: () => Atomics.load(stopFlag, 0) !== 0,
    save(op, args, checkpoint) {
      saving = Promise.withResolvers();
      tell({ save: { op, args, checkpoint } });
      return saving.promise;
    },
    read(op, args) {
      reader ??= openReader(folder, catalog, systemClock());
      return reader.read(op, args);
    },
  });
}

function tell(message: FromThread): void {
  port.postMessage(message);
}
