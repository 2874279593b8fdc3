import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { banish } from './cores.ts';
import type { Ends, HostileOrder } from './hostile-process.ts';

const FILE = fileURLToPath(new URL('./hostile-process.ts', import.meta.url));

/** The process in which hostile peers live. */
export class Attackers {
  readonly #child: ChildProcess = fork(FILE);

  /** Their own CPU time must not be what the good peers feel. False where the system cannot see to it. */
  banish(): boolean {
    return banish(this.#child.pid!);
  }

  attack(order: Omit<Extract<HostileOrder, { do: 'attack' }>, 'do'>): void {
    this.#child.send({ do: 'attack', ...order } satisfies HostileOrder);
  }

  /** Ends the attack; resolves with how connections had ended before. */
  async stop(): Promise<Ends> {
    const answered = once(this.#child, 'message');
    this.#child.send({ do: 'stop' } satisfies HostileOrder);
    const [ends] = (await answered) as [Ends];
    return ends;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}
