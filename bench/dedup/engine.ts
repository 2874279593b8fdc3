import { dedup } from '../../apps/tasks/dedup/index.ts';
import type { Bank } from './bank.ts';

export interface Measured {
  readonly questions: number;
  readonly groups: number;
  /** Of the comparison alone, in milliseconds of this thread's CPU: making the questions is not counted. */
  readonly cpuMs: number;
  readonly exact: number;
  readonly similar: number;
  readonly variants: number;
}

/** The whole engine over each group of the bank. */
export function runEngine(bank: Bank): Measured {
  const sum = { questions: 0, groups: 0, cpuMs: 0, exact: 0, similar: 0, variants: 0 };
  for (const group of bank.groups()) {
    const from = process.threadCpuUsage();
    const found = dedup(group)!;
    const { user, system } = process.threadCpuUsage(from);
    sum.questions += group.length;
    sum.groups++;
    sum.cpuMs += (user + system) / 1_000;
    sum.exact += found.exact.length;
    sum.similar += found.similar.length;
    sum.variants += found.variants.length;
  }
  return sum;
}
