import { parentPort } from 'node:worker_threads';
import { encodeReceipt } from '../receipt/encode.ts';
import { RenderRefused } from './render-refused.ts';
import type { FromRenderWorker } from './render-thread.ts';
import { perform, type RenderTask } from './task.ts';

const port = parentPort!;

port.on('message', (task: RenderTask) => port.postMessage(answer(task)));
// The first receipt builds the tables of GB18030, tens of milliseconds: that is no task's time.
encodeReceipt({ content: { text: '驿站' } });
port.postMessage('ready' satisfies FromRenderWorker);

function answer(task: RenderTask): FromRenderWorker {
  try {
    return { gives: perform(task) };
  } catch (error) {
    return { failed: String(error), ...(error instanceof RenderRefused && { code: error.code }) };
  }
}
