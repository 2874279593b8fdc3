import type { Clock } from '@posthouse/kernel';
import { ASK_CONSUMED, askPrinted } from '../escpos/commands.ts';
import { troubleOf } from '../escpos/status.ts';
import { Countdown } from './countdown.ts';
import type { DriverTimes } from './direct.ts';
import type { Link } from './link.ts';
import type { AfterReason, Confirmation, Outcome } from './outcome.ts';

/** Small enough that a stopped printer stops the writing, large enough for one receipt in a piece. */
const CHUNK = 4_096;

export interface Sending {
  readonly link: Link;
  readonly bytes: Uint8Array;
  readonly id: string;
  readonly confirm: Confirmation;
  /** Ask nothing at all. */
  readonly mute: boolean;
  readonly clock: Clock;
  readonly times: DriverTimes;
  printed(): boolean;
}

/** From the first byte to the last word: everything that fails in here is unknown. */
export async function sendAndConfirm(sending: Sending): Promise<Outcome> {
  const { link, bytes, confirm, times } = sending;
  const countdown = new Countdown(sending.clock, times.confirm, times.patience);
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const failed = await writeOne(sending, countdown, bytes.subarray(at, at + CHUNK));
    if (failed) return failed;
  }
  if (sending.mute) return { how: 'unconfirmed', evidence: 'sent' };
  // `GS r` goes first: a clone that does not know `GS ( H` may swallow or print what follows it.
  for (const question of questions(confirm, sending.id)) {
    if (question === ASK_CONSUMED) link.unanswered++;
    const failed = await writeOne(sending, countdown, question);
    if (failed) return failed;
  }
  countdown.restart(confirm === 'none' ? times.mute : times.confirm);
  return hear(link, sending, countdown);
}

function questions(confirm: Confirmation, id: string): Uint8Array[] {
  switch (confirm) {
    case 'buffer':
      return [ASK_CONSUMED];
    case 'process-id':
    case 'auto':
    case 'none':
      return [ASK_CONSUMED, askPrinted(id)];
  }
}

/** Writes while heeding the printer's state: a full buffer at paper end is no fault, only a wait. */
async function writeOne(sending: Sending, countdown: Countdown, bytes: Uint8Array): Promise<Outcome | null> {
  const { link } = sending;
  let done = (): boolean => false;
  void link.write(bytes).then(() => {
    done = () => true;
    link.wake();
  });
  while (!done() && link.lost === null) {
    const left = countdown.left(troubled(link));
    if (left <= 0) return unknown(link, troubled(link) ? 'stalled' : 'no-confirmation');
    await link.next(left);
  }
  if (link.lost !== null) return unknown(link, 'connection-lost');
  countdown.restart();
  return null;
}

async function hear(link: Link, sending: Sending, countdown: Countdown): Promise<Outcome> {
  const { confirm, times } = sending;
  let heldBack = false;
  for (;;) {
    if (sending.printed()) return { how: 'confirmed', evidence: 'printed' };
    const consumed = link.unanswered === 0;
    if (consumed && confirm === 'buffer') return { how: 'confirmed', evidence: 'consumed' };
    if (consumed && !heldBack) {
      heldBack = true;
      countdown.restart(confirm === 'process-id' ? times.confirm : times.stronger);
    }
    // What it said before it went is still true.
    if (consumed && link.lost !== null) return { how: 'confirmed', evidence: 'consumed' };
    if (link.lost !== null) return unknown(link, 'connection-lost');
    const left = countdown.left(troubled(link));
    if (left <= 0) {
      if (consumed) return { how: 'confirmed', evidence: 'consumed' };
      if (troubled(link)) return unknown(link, 'stalled');
      const expected = confirm === 'process-id' || confirm === 'buffer';
      return expected ? unknown(link, 'no-confirmation') : { how: 'unconfirmed', evidence: 'sent' };
    }
    await link.next(left);
  }
}

function troubled(link: Link): boolean {
  return link.status !== null && troubleOf(link.status) !== null;
}

function unknown(link: Link, reason: AfterReason): Outcome {
  return link.lost === null ? { how: 'unknown', reason } : { how: 'unknown', reason, detail: link.lost };
}
