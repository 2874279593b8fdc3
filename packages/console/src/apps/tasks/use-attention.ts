import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Concern } from '../../console-app.ts';
import { useNow } from '../../design/use-now.ts';
import { useRoom } from '../../live/rooms.ts';
import { useInstant } from './instant.ts';
import { mattersOf } from './matters.ts';
import { importsRoom, tasksRoom } from './rooms.ts';

/** What of the tasks needs a person, with its remedies. */
export function useTasksAttention(): ComputedRef<readonly Concern[]> {
  const { t, locale } = useI18n();
  const tasks = useRoom(tasksRoom).values;
  const imports = useRoom(importsRoom).values;
  const now = useNow();
  const instant = useInstant();
  return computed(() =>
    mattersOf(tasks.values(), imports.values(), {
      now: now.value,
      language: locale.value === 'en' ? 'en' : 'zh',
      instant,
    }).map(({ id, rank, word, about, name, n, why }) => {
      const path = word === 'error' ? '/tasks' : '/tasks/imports';
      return {
        id,
        rank,
        tone: word === 'rejected' ? 'waits' : 'bad',
        text: t(`tasks.attention.${word}`, { name, n }, n),
        ...(why !== null && { detail: why }),
        remedies: [{ text: t('tasks.attention.look'), to: { path, query: { open: String(about) } } }],
      };
    }),
  );
}
