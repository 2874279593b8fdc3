import type { Job, PrintStatus, Stats } from '@posthouse/print/contract';
import { computed, type ComputedRef, type ShallowRef } from 'vue';
import type { ApiError } from '../../live/api-error.ts';
import { useLog, useRoom } from '../../live/rooms.ts';
import { shared } from '../../live/shared.ts';
import { eventsRoom, jobsRoom, presenceRoom, printersRoom, statesRoom } from './rooms.ts';
import { useAnswer } from '../../live/use-answer.ts';

export interface Print {
  /** null until it has been told once. */
  readonly status: ShallowRef<PrintStatus | null>;
  readonly stats: ShallowRef<Stats | null>;
  readonly failure: ShallowRef<ApiError | null>;
  /** The newest jobs, newest first. */
  readonly jobs: ComputedRef<readonly Job[]>;
  readonly refresh: () => void;
}

/** The whole picture of printing, asked for again whenever a room says that something has changed; once for all. */
export const usePrint = shared(createPrint);

function createPrint(): Print {
  const status = useAnswer<PrintStatus>('/api/print/status');
  const stats = useAnswer<Stats>('/api/print/stats');
  function refresh(): void {
    status.refresh();
    stats.refresh();
  }
  const ears = { message: refresh, resync: refresh };
  const { values } = useRoom(jobsRoom, ears);
  useRoom(printersRoom, ears);
  useRoom(statesRoom, ears);
  useRoom(presenceRoom, ears);
  useLog<{ readonly type: string }>(eventsRoom, {
    // Of what happens, only that a queue stands still or moves again is in no other room.
    message: ({ type }) => void (type === 'queue' && refresh()),
  });
  return {
    status: status.value,
    stats: stats.value,
    failure: status.failure,
    jobs: computed(() => [...values.values()].toSorted((one, other) => other.id - one.id)),
    refresh,
  };
}
