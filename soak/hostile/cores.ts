import { spawnSync } from 'node:child_process';
import { availableParallelism, setPriority } from 'node:os';

/**
 * Whoever else works on this machine, the attackers too, must not be what is measured: in real time (chrt(1)), or else
 * first in line; without the right to either, noise stays.
 */
export function prefer(pid: number): void {
  const realTime = (priority: string, ...args: string[]) =>
    runs('chrt', ...args, '--rr', '--pid', priority, String(pid));
  // Its main thread before its helpers: a thread in real time waits for the others of its priority.
  if (realTime('10', '--all-tasks') && realTime('11')) return;
  try {
    setPriority(pid, -15);
  } catch {
    // Not root.
  }
}

/** On the last core alone (taskset(1)): where the attackers' own computing is not the hub's. False where that cannot be. */
export function banish(pid: number): boolean {
  const core = String(availableParallelism() - 1);
  return runs('taskset', '-acp', core, String(pid));
}

function runs(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
