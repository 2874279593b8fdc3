import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

export interface FilledPair {
  readonly a: number;
  readonly b: number;
  /** In ten-thousandths. */
  readonly similarity: number;
  readonly verdict?: 'similar' | 'variant';
  readonly reason?: string;
  readonly subject?: string | null;
}

export interface Filling {
  readonly questions: readonly {
    readonly id: number;
    readonly content: string;
    readonly type?: string;
    readonly made?: number;
    readonly analysis?: string;
    readonly answer?: string;
  }[];
  readonly groups?: readonly (readonly number[])[];
  readonly clusters?: readonly (readonly number[])[];
  readonly pairs?: readonly FilledPair[];
}

/** Puts one completed task and what it found into a hub's data folder, past the engine: views need results, not a search. */
export function fillResults(folder: string, filling: Filling, at: number): void {
  const db = new DatabaseSync(join(folder, 'core.db'), { timeout: 10_000 });
  const { questions, groups = [], clusters = [], pairs = [] } = filling;
  try {
    db.exec('begin immediate');
    const question =
      db.prepare(`insert into tasks_question (question_id, subject_id, subject_name, content, type,
      analysis, sort, channel_code, create_time, is_del, updated_at) values (?, 7, '语文', ?, ?, ?, 0, 'zxx', ?, 0, ?)`);
    const answer = db.prepare(
      `insert into tasks_answer (question_id, kind, channel_code, value) values (?, ?, 'zxx', ?)`,
    );
    for (const { id, content, type = '1', made = null, analysis = null, answer: value } of questions) {
      question.run(id, content, type, analysis, made, at);
      if (value !== undefined) answer.run(id, type, value);
    }
    db.prepare(
      `insert into tasks_task (id, name, status, analysis_type, total_groups, processed_groups, created_at, updated_at)
       values (1, 'filled', 'completed', 'full', 1, 1, ?, ?), (2, 'other', 'pending', 'full', 0, 0, ?, ?)`,
    ).run(at, at, at, at);
    const group =
      db.prepare(`insert into tasks_exact_group (id, task_id, part, content_hash, question_count, type,
      subject_id, subject_name, channel_code, detected_at) values (?, 1, 0, 'd41d8cd98f00b204e9800998ecf8427e', ?, '1', 7, '语文', 'zxx', ?)`);
    for (const [n, ids] of groups.entries()) {
      group.run(n + 1, ids.length, at + n);
      for (const id of ids) db.prepare(`insert into tasks_exact_item values (?, ?)`).run(n + 1, id);
    }
    const cluster =
      db.prepare(`insert into tasks_cluster (id, task_id, part, representative, question_count, type,
      subject_id, subject_name, channel_code) values (?, 1, 0, ?, ?, '1', 7, '语文', 'zxx')`);
    for (const [n, ids] of clusters.entries()) {
      cluster.run(n + 1, ids[0]!, ids.length);
      for (const id of ids) db.prepare(`insert into tasks_cluster_item values (?, ?)`).run(n + 1, id);
    }
    const pair =
      db.prepare(`insert into tasks_pair (task_id, part, question_id_1, question_id_2, similarity, verdict,
      reason, type, subject_id, subject_name, channel_code, detected_at) values (1, 0, ?, ?, ?, ?, ?, '1', ?, ?, 'zxx', ?)`);
    for (const { a, b, similarity, verdict = 'similar', reason = null, subject = '语文' } of pairs) {
      pair.run(a, b, similarity, verdict, reason, subject === null ? null : 7, subject, at);
    }
    db.exec('commit');
  } finally {
    db.close();
  }
}
