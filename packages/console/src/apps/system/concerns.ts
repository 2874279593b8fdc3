import type { Tone } from '../../design/tone.ts';
import type { SystemReport } from './answers.ts';

/** A concern before it has words: `word` is a key under `system.attention`. */
export interface SystemConcern {
  readonly id: string;
  readonly rank: number;
  readonly tone: Tone;
  readonly word: 'store' | 'disk' | 'port' | 'note';
  readonly named: Readonly<Record<string, string>>;
  /** The hub's own words. */
  readonly note: { readonly zh: string; readonly en: string } | null;
  readonly to: string;
}

/** Bytes below which a disk is nearly full: a day of a busy hub and a backup of it. */
const LITTLE = 1_000_000_000;

/** What is wrong with the hub, whatever the apps do. */
export function concernsOf(
  report: Pick<SystemReport, 'store' | 'storage' | 'doors' | 'notes'>,
): SystemConcern[] {
  const { store, storage, doors, notes } = report;
  const found: SystemConcern[] = [];
  const note = (concern: Omit<SystemConcern, 'note'>) => found.push({ ...concern, note: null });
  if (store.state !== 'open') {
    const named = { code: store.cause ?? '' };
    note({ id: 'system store', rank: 5, tone: 'bad', word: 'store', named, to: '/system/storage' });
  }
  if (storage.free < LITTLE) {
    note({
      id: 'system disk',
      rank: 15,
      tone: 'bad',
      word: 'disk',
      named: { mb: String(Math.floor(storage.free / 1_000_000)) },
      to: '/system/storage',
    });
  }
  for (const { name, port, state } of doors) {
    if (state !== 'taken') continue;
    const named = { name, port: String(port) };
    note({ id: `system port ${name}`, rank: 12, tone: 'bad', word: 'port', named, to: '/system' });
  }
  for (const [index, { level, text }] of notes.entries()) {
    found.push({
      id: `system note ${index}`,
      rank: level === 'red' ? 25 : 62,
      tone: level === 'red' ? 'bad' : 'waits',
      word: 'note',
      named: {},
      note: text,
      to: level === 'red' ? '/system/open' : '/system',
    });
  }
  return found;
}
