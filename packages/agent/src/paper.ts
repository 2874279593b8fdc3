import { createHash } from 'node:crypto';
import type { Job } from '@posthouse/client';
import type { CommandSet, Receipt } from '@posthouse/printing';

/** (epoch, job, copy, attempt): what is written at most once. */
export interface PaperKey {
  readonly epoch: string;
  readonly job: number;
  readonly copy: number;
  readonly attempt: number;
}

/** What the hub asks to be printed. */
export interface OfferedPaper extends PaperKey {
  /** The item's name on the wire, for reports. */
  readonly item: string;
  readonly priority: number;
  /** Hub time, milliseconds. */
  readonly expires: number | null;
  readonly receipt: Receipt;
  /** Of what is to be on paper: by it the same paper is known again in another epoch. */
  readonly digest: string;
}

const LONGEST_CONTENT = 200_000;
const COMMAND_SETS: readonly string[] = ['escpos', 'generic', 'star'] satisfies CommandSet[];

/** Reads an item of the mailbox `papers`; null when it is not one that this version can print. */
export function readPaper({
  item,
  body,
  expires,
}: Pick<Job, 'item' | 'body' | 'expires'>): OfferedPaper | null {
  const epoch = item.slice(0, item.lastIndexOf('.'));
  const { job, copy, attempt, priority, content, markup, printer } = record(body);
  if (epoch === '' || !isCount(job) || !isCount(copy) || !isCount(attempt)) return null;
  const source =
    typeof markup === 'string' ? { markup } : typeof content === 'string' ? { text: content } : null;
  if (source === null || Object.values(source).some((text) => text.length > LONGEST_CONTENT)) return null;
  const { paperWidth, commandSet } = record(printer);
  return {
    item,
    epoch,
    job,
    copy,
    attempt,
    priority: isCount(priority) ? priority : 5,
    expires: expires ?? null,
    digest: createHash('sha256').update(JSON.stringify(source)).digest('base64url'),
    receipt: {
      content: source,
      ...(isCount(paperWidth) && { paperWidthMm: paperWidth }),
      ...(isCommandSet(commandSet) && { commandSet }),
    },
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isCommandSet(value: unknown): value is CommandSet {
  return typeof value === 'string' && COMMAND_SETS.includes(value);
}
