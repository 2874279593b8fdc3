import { parentPort } from 'node:worker_threads';
import { perform, type RenderTask } from '../render/task.ts';

// A render worker that is stuck for ever in the text `hang`, as an engine would be in its worst content.
const port = parentPort!;
port.on('message', (task: RenderTask) => {
  if ('receipt' in task && 'text' in task.receipt.content && task.receipt.content.text === 'hang') for (;;);
  port.postMessage({ gives: perform(task) });
});
port.postMessage('ready');
