import { spawnSync } from 'node:child_process';
import { availableParallelism, setPriority } from 'node:os';

/** Whoever else works on this machine must not be what is measured; without the right to it, noise stays. */
export function prefer(pid: number): void {
  try {
    setPriority(pid, -15);
  } catch {
    // Not root.
  }
}

/** On the last core alone (taskset(1)): where the attackers' own computing is not the hub's. False where that cannot be. */
export function banish(pid: number): boolean {
  const core = String(availableParallelism() - 1);
  return spawnSync('taskset', ['-acp', core, String(pid)], { stdio: 'ignore' }).status === 0;
}
