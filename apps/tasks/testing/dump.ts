import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

/**
 * All that a task has found, in an order of its own: two runs over the same bank give the same text, whatever happened on
 * the way. Ids of results and moments are left out.
 */
export function dumpOf(folder: string, task: number): string {
  const db = new DatabaseSync(join(folder, 'core.db'), { readOnly: true, timeout: 10_000 });
  try {
    const all = (sql: string) => db.prepare(sql).all(task);
    return JSON.stringify({
      task: all(`select status, total_groups, processed_groups, total_questions, exact_duplicate_groups,
        exact_duplicate_pairs, similar_duplicate_pairs, error from tasks_task where id = ?`),
      parts:
        all(`select n, type, subject_id, subject_name, channel_code, questions, exact_groups, exact_pairs,
        similar_pairs from tasks_part where task_id = ? order by n`),
      exact: all(`select part, content_hash, question_count, type, subject_id, subject_name, channel_code,
        (select group_concat(question_id order by question_id) from tasks_exact_item where group_id = id) as ids
        from tasks_exact_group where task_id = ? order by part, ids`),
      pairs: all(`select part, question_id_1, question_id_2, similarity, verdict, reason, type, subject_id,
        subject_name, channel_code from tasks_pair where task_id = ? order by question_id_1, question_id_2`),
      clusters:
        all(`select part, representative, question_count, type, subject_id, subject_name, channel_code,
        (select group_concat(question_id order by question_id) from tasks_cluster_item where cluster_id = id) as ids
        from tasks_cluster where task_id = ? order by part, ids`),
    });
  } finally {
    db.close();
  }
}
