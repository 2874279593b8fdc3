import { liveOps } from '../live/log-ops.ts';
import type { AnyOp } from '../ports/store.ts';
import { boot, due, postponeDue, prune, settleDue } from './keeping-ops.ts';
import { pruneMailboxes } from './mailbox-rows.ts';
import { trimLogs } from './trim-logs.ts';
import { workOps } from './work-ops.ts';
import { restored } from './restored.ts';
import { shrink } from './shrink.ts';
import { evidence, heads, hold, lineOf, outcome, release, report, start } from './mailbox-ops.ts';

/** The ops that the kernel itself brings to every store. */
export const kernelOps: readonly AnyOp[] = [
  boot,
  due,
  settleDue,
  postponeDue,
  prune,
  pruneMailboxes,
  trimLogs,
  shrink,
  restored,
  hold,
  release,
  heads,
  start,
  report,
  lineOf,
  evidence,
  outcome,
  ...workOps,
  ...liveOps,
] as readonly AnyOp[];
