import type { Task, TaskNow } from '@posthouse/tasks/contract';
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { ApiError } from '../../../live/api-error.ts';
import { useHub } from '../../../live/hub.ts';
import { marked, paceOf, type Mark, type Pace } from '../pace.ts';
import { taskRoom } from '../rooms.ts';
import { useData } from '../use-data.ts';

/** One task as it is now, what it is doing, and how fast. */
export function useTask(id: () => number): {
  readonly task: ComputedRef<Task | null>;
  readonly now: ShallowRef<TaskNow | null>;
  readonly pace: ComputedRef<Pace | null>;
  readonly failure: ShallowRef<ApiError | null>;
  readonly refresh: () => void;
} {
  const { shares } = useHub();
  const { value: data, failure, refresh } = useData<Task>(() => `/api/dedup/tasks/${id()}`);
  const now = shallowRef<TaskNow | null>(null);
  const marks = shallowRef<readonly Mark[]>([]);
  let leave: (() => void) | undefined;
  watch(
    id,
    (one) => {
      leave?.();
      now.value = null;
      marks.value = [];
      const joined = shares.state(taskRoom(one), {
        message: note,
        resync: () => {
          const known = joined.view.values.get('task');
          if (known) note(known);
        },
      });
      leave = joined.leave;
    },
    { immediate: true },
  );
  onScopeDispose(() => leave?.());

  function note(news: TaskNow): void {
    now.value = news;
    const { status, progress_percentage: percentage } = news;
    marks.value = status === 'running' ? marked(marks.value, { at: performance.now(), percentage }) : [];
  }

  return {
    task: computed(() => {
      const known = now.value?.task ?? data.value;
      return known?.id === id() ? known : null;
    }),
    now,
    pace: computed(() => paceOf(marks.value, now.value?.task.total_questions ?? 0)),
    failure,
    refresh,
  };
}
