import type { TailMessage, TailNews, TailStatus } from '@posthouse/protocol';
import { computed, shallowRef, type ComputedRef } from 'vue';
import { useRoom } from '../../live/rooms.ts';
import { tailRoom } from './rooms.ts';

/** Lines that a page keeps; the hub keeps 200 for whoever joins. */
export const KEPT = 500;

export interface TailView {
  /** Oldest first. While paused: as they were. */
  readonly lines: ComputedRef<readonly TailMessage[]>;
  readonly status: ComputedRef<TailStatus | null>;
  readonly paused: ComputedRef<boolean>;
  /** What came since the pause. */
  readonly behind: ComputedRef<number>;
  readonly pause: () => void;
  readonly resume: () => void;
}

/** Watches a connection for as long as the component lives. */
export function useTail(peer: string, open: boolean): TailView {
  const { values } = useRoom<TailNews>(tailRoom(peer, open), { message: () => forgetOldest(values, KEPT) });
  const now = computed(() => linesOf(values.values()));
  const kept = shallowRef<readonly TailMessage[] | null>(null);
  return {
    lines: computed(() => kept.value ?? now.value),
    status: computed(() => {
      const status = values.get('status');
      return status?.is === 'status' ? status : null;
    }),
    paused: computed(() => kept.value !== null),
    behind: computed(() => (kept.value === null ? 0 : numberOf(now.value) - numberOf(kept.value))),
    pause: () => void (kept.value = now.value),
    resume: () => void (kept.value = null),
  };
}

/** The view of a room keeps every value for ever; of a tail the newest are enough. */
export function forgetOldest(values: Map<string, TailNews>, keep: number): void {
  for (const [id, { is }] of values) {
    if (values.size <= keep) return;
    if (is === 'message') values.delete(id);
  }
}

export function linesOf(news: Iterable<TailNews>): readonly TailMessage[] {
  return [...news]
    .filter((one) => one.is === 'message')
    .toSorted((one, other) => Number(one.id) - Number(other.id));
}

const numberOf = (lines: readonly TailMessage[]): number => Number(lines.at(-1)?.id ?? 0);

/** A payload on one line, for lists and for the clipboard. */
export function payloadText(payload: unknown): string {
  if (payload === null) return '';
  return typeof payload === 'string' ? payload : (JSON.stringify(payload) ?? '');
}

/** The lines as text: one for each message. */
export function tailText(lines: readonly TailMessage[]): string {
  return lines
    .map(({ at, direction, type, payload }) => `${at} ${direction} ${type} ${payloadText(payload)}`.trimEnd())
    .join('\n');
}
