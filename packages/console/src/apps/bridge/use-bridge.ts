import type { Job, JobsOpen, Station } from '@posthouse/bridge/contract';
import { computed, type ComputedRef, type ShallowRef } from 'vue';
import type { ApiError } from '../../live/api-error.ts';
import { useRoom } from '../../live/rooms.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { jobsRoom, stationsRoom } from './rooms.ts';

export interface Bridge {
  readonly stations: ReadonlyMap<string, Station>;
  /** Whether it is known who is there. */
  readonly ready: ShallowRef<boolean>;
  /** What waits and what a person must look at; null until it has been told once. */
  readonly open: ShallowRef<JobsOpen | null>;
  readonly failure: ShallowRef<ApiError | null>;
  /** The newest jobs, newest first. */
  readonly jobs: ComputedRef<readonly Job[]>;
}

/** The whole picture of the stations, as it is now. */
export function useBridge(): Bridge {
  const open = useAnswer<JobsOpen>('/api/bridge/open');
  const jobs = useRoom(jobsRoom, { message: open.refresh, resync: open.refresh });
  const stations = useRoom(stationsRoom);
  return {
    stations: stations.values,
    ready: stations.ready,
    open: open.value,
    failure: open.failure,
    jobs: computed(() => [...jobs.values.values()].toSorted((one, other) => other.id - one.id)),
  };
}
