import type { Ms, Runner, Running } from '@posthouse/kernel';
import { WorkThread, type ThreadOptions } from './thread.ts';

/** A thread that has had nothing to run for this long ends, and gives its memory back. */
const IDLE: Ms = 60_000;

export interface PoolOptions extends Omit<ThreadOptions, 'name'> {
  /** Threads, and so runs, at a time. */
  readonly places: number;
}

export interface Pool extends Runner {
  /** Ends all threads, also those in the middle of a run. */
  close(): Promise<void>;
}

/** Threads for works: made when one is needed, used again, ended when idle. Where nothing takes long there are none. */
export function createPool({ places, ...options }: PoolOptions): Pool {
  const threads = new Set<WorkThread>();
  /** The idle ones, each with what calls off its end. */
  const idle = new Map<WorkThread, () => void>();
  let made = 0;

  function take(): WorkThread {
    for (const [thread, stay] of idle) {
      idle.delete(thread);
      stay();
      if (thread.alive) return thread;
      threads.delete(thread);
    }
    const thread = new WorkThread({ ...options, name: `work-${++made}` });
    threads.add(thread);
    return thread;
  }

  function giveBack(thread: WorkThread): void {
    if (!thread.alive) threads.delete(thread);
    else
      idle.set(
        thread,
        options.clock.after(IDLE, () => void end(thread)),
      );
  }

  async function end(thread: WorkThread): Promise<void> {
    idle.get(thread)?.();
    idle.delete(thread);
    await thread.terminate();
    threads.delete(thread);
  }

  return {
    places,
    begin(claimed, save): Running {
      const thread = take();
      // A thread is used again: what comes late must not reach the next run.
      let under = true;
      const ended = thread.run(claimed, save).finally(() => {
        under = false;
        giveBack(thread);
      });
      return {
        stop() {
          if (under) thread.stop();
        },
        kill() {
          if (under) void end(thread);
        },
        ended,
      };
    },
    async close() {
      await Promise.all([...threads].map(end));
    },
  };
}
