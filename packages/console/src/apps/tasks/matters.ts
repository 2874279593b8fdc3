import type { Task } from '@posthouse/tasks/contract';
import type { Import } from './answers.ts';
import type { Instant } from './instant.ts';

/** Something of the tasks that a person should look at. `word` is a key under `tasks.attention`. */
export interface Matter {
  readonly id: string;
  /** Lower is worse. */
  readonly rank: number;
  readonly word: 'error' | 'importFailed' | 'rejected';
  readonly about: number;
  readonly name: string;
  readonly n: number;
  readonly why: string | null;
}

/** An import that left records out is told of for so long, milliseconds. */
const NEWS = 24 * 3_600_000;

/** Failed tasks and imports, and what imports left out lately. `now` is in milliseconds. */
export function mattersOf(
  tasks: Iterable<Task>,
  imports: Iterable<Import>,
  { now, language, instant }: { now: number; language: 'zh' | 'en'; instant: Instant },
): readonly Matter[] {
  const failed = [...tasks]
    .filter(({ status }) => status === 'error')
    .map((task) => ({
      id: `tasks-error-${task.id}`,
      rank: 45,
      word: 'error' as const,
      about: task.id,
      name: task.task_name,
      n: 0,
      why: task.error_message,
    }));
  const brought = [...imports].flatMap((one): Matter[] => {
    if (one.ended_at === null || now - instant(one.ended_at) > NEWS) return [];
    const common = { about: one.id, name: one.name, n: one.rejected, why: one.error?.text[language] ?? null };
    if (one.state === 'failed') {
      return [{ id: `tasks-import-${one.id}`, rank: 50, word: 'importFailed', ...common }];
    }
    if (one.state === 'done' && one.rejected > 0) {
      return [{ id: `tasks-import-${one.id}`, rank: 60, word: 'rejected', ...common }];
    }
    return [];
  });
  return [...failed, ...brought];
}
