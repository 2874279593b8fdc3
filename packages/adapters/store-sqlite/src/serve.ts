import type { OpCall } from '@posthouse/kernel';
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { asPlainData } from './answer.ts';
import type { FromThread, ToThread } from './messages.ts';
import { asPlainCommit } from './plain-commit.ts';
import type { GroupResult } from './session.ts';

/** What a thread does with its calls. */
export interface Service {
  /** Never rejects. */
  run(calls: readonly OpCall[]): Promise<GroupResult>;
  /** After a group's answers have left. Never throws. */
  tidy?(): void;
  close(): void;
}

/**
 * Serves a port: whatever has arrived makes the next group, of at most `most` calls. While a group runs no event is
 * delivered to this thread (its ops never wait for one), so the port is emptied by hand before each group.
 */
export function serve(port: MessagePort, most: number, service: Service): void {
  const waiting: OpCall[] = [];
  let closing = false;
  let running = false;

  port.on('message', (message: ToThread) => {
    take(message);
    if (!running) void runAll();
  });

  function take(message: ToThread): void {
    if ('close' in message) closing = true;
    else waiting.push(...message.calls);
  }

  async function runAll(): Promise<void> {
    running = true;
    for (;;) {
      drain();
      if (waiting.length === 0) break;
      reply(await service.run(waiting.splice(0, most)));
      service.tidy?.();
    }
    running = false;
    if (!closing) return;
    service.close();
    port.close();
  }

  function drain(): void {
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
      take(next.message as ToThread);
    }
  }

  function reply({ answers, commit }: GroupResult): void {
    const message: FromThread = { answers, commit };
    try {
      port.postMessage(message);
    } catch {
      port.postMessage({
        answers: answers.map(asPlainData),
        commit: commit && asPlainCommit(commit),
      } satisfies FromThread);
    }
  }
}
