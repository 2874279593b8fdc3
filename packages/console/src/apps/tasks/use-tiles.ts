import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { HomeTile } from '../../console-app.ts';
import { useRoom } from '../../live/rooms.ts';
import { tasksRoom } from './rooms.ts';

/** The task that runs, or how the last one ended; nothing where there never was one. */
export function useTasksTiles(): ComputedRef<readonly HomeTile[]> {
  const { t } = useI18n();
  const { values } = useRoom(tasksRoom);
  return computed(() => {
    const tasks = [...values.values()].toSorted((one, other) => other.id - one.id);
    const running = tasks.find(({ status }) => status === 'running');
    if (running) {
      return [
        {
          id: 'tasks-running',
          title: t('tasks.tile.running'),
          value: String(Math.floor(running.progress_percentage)),
          unit: '%',
          tone: 'moving',
          note: running.task_name,
          to: { path: '/tasks', query: { open: String(running.id) } },
        },
      ];
    }
    const last = tasks.find(({ status }) => status === 'completed');
    if (!last) return [];
    return [
      {
        id: 'tasks-last',
        title: t('tasks.tile.last'),
        value: String(last.exact_duplicate_groups + last.similar_duplicate_pairs),
        unit: t('tasks.tile.found'),
        note: last.task_name,
        to: `/tasks/${last.id}`,
      },
    ];
  });
}
