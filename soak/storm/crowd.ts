import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CrowdOrder, CrowdReport } from './crowd-process.ts';

const FILE = fileURLToPath(new URL('./crowd-process.ts', import.meta.url));

/** Many peers in a process of their own, so that theirs is not the hub's CPU or this one's. */
export class Crowd {
  report: CrowdReport = { ready: 0, heard: 0, tries: 0, gaps: 0, faults: [] };
  readonly #child: ChildProcess;
  #watchers: (() => void)[] = [];
  #ended = false;

  constructor() {
    this.#child = fork(FILE);
    this.#child.on('message', (report) => {
      this.report = report as CrowdReport;
      this.#look();
    });
    this.#child.on('exit', () => {
      this.#ended = true;
      this.#look();
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  order(order: CrowdOrder): void {
    this.#child.send(order);
  }

  /** Resolves when the crowd is so; throws with how it is when that takes longer than `within` milliseconds. */
  async until(so: (report: CrowdReport) => boolean, within: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, within);
    const look = () => {
      if (this.#ended || so(this.report)) resolve();
    };
    this.#watchers.push(look);
    look();
    await promise;
    clearTimeout(timer);
    this.#watchers = this.#watchers.filter((other) => other !== look);
    if (!so(this.report)) throw new Error(`the crowd did not get there: ${JSON.stringify(this.report)}`);
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }

  #look(): void {
    for (const look of this.#watchers) look();
  }
}
