import { readFileSync } from 'node:fs';

/** The unit of CPU times in /proc (`getconf CLK_TCK` on every Linux of today). */
const TICKS_PER_SECOND = 100;

/** CPU seconds that a process has used, all its threads, user and system (proc_pid_stat(5)). */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident memory of a process now, in bytes (proc_pid_status(5)). */
export function residentBytes(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) * 1_024;
}

export interface Peaks {
  /** Most CPU in one span of sampling, in percent of one core. */
  cpuPercent: number;
  /** Most resident memory, in bytes. */
  resident: number;
}

const EVERY = 250;

/** Watches a process until stopped; a process that has gone ends its own watch. */
export function watchProcess(pid: number): { readonly peaks: Peaks; stop(): Peaks } {
  const peaks: Peaks = { cpuPercent: 0, resident: residentBytes(pid) };
  let last = { at: performance.now(), cpu: cpuSeconds(pid) };
  const timer = setInterval(() => {
    try {
      const now = { at: performance.now(), cpu: cpuSeconds(pid) };
      const percent = ((now.cpu - last.cpu) / (now.at - last.at)) * 100_000;
      last = now;
      peaks.cpuPercent = Math.max(peaks.cpuPercent, Math.round(percent));
      peaks.resident = Math.max(peaks.resident, residentBytes(pid));
    } catch {
      clearInterval(timer);
    }
  }, EVERY);
  return {
    peaks,
    stop() {
      clearInterval(timer);
      return peaks;
    },
  };
}
