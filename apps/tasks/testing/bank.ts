import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

/** A group of questions and what is to be found in it, by the stems alone. */
export interface BankGroup {
  readonly type: string;
  readonly subject: string | null;
  readonly questions: number;
  /** Pairs of equal stems; no question is in two. */
  readonly exact: number;
  /** Pairs of stems that differ in their last character. */
  readonly pairs: number;
  /** Copies of one stem; none if left out. */
  readonly copies?: number;
}

export interface BankQuestion {
  readonly question_id: number;
  readonly type: string;
  readonly subject_id: number | null;
  readonly subject_name: string | null;
  readonly content: string;
  readonly options?: readonly string[];
  readonly answer?: string;
}

const STEM = 40;

/** The questions of these groups, the same every time. */
export function bankOf(groups: readonly BankGroup[]): BankQuestion[] {
  let seed = 1;
  // Numbers of Lehmer's generator (Park and Miller, 1988).
  const next = () => (seed = (seed * 48_271) % 2_147_483_647);
  const stem = () =>
    Array.from({ length: STEM }, () => String.fromCodePoint(0x4e00 + (next() % 5_000))).join('');
  const questions: BankQuestion[] = [];
  for (const [n, { type, subject, questions: size, exact, pairs, copies = 0 }] of groups.entries()) {
    const stems: string[] = Array.from({ length: copies }, () => '下列说法是否正确');
    for (let k = 0; k < exact; k++) {
      const text = stem();
      stems.push(text, text);
    }
    for (let k = 0; k < pairs; k++) {
      const text = stem();
      stems.push(`${text}甲`, `${text}乙`);
    }
    while (stems.length < size) stems.push(stem());
    for (const content of stems) {
      questions.push({
        question_id: questions.length + 1,
        type,
        subject_id: subject === null ? null : n + 1,
        subject_name: subject,
        content,
      });
    }
  }
  return questions;
}

/** Puts questions into the bank of a data folder, past the hub's API: the tests of tasks need a bank, not an import. */
export function fillBank(folder: string, questions: readonly BankQuestion[], at: number): void {
  const db = new DatabaseSync(join(folder, 'core.db'), { timeout: 10_000 });
  try {
    db.exec('begin immediate');
    const insert =
      db.prepare(`insert into tasks_question (question_id, subject_id, subject_name, content, type, sort,
      channel_code, is_del, updated_at) values (?, ?, ?, ?, ?, 0, 'zxx', 0, ?)`);
    const option =
      db.prepare(`insert into tasks_option (question_id, channel_code, kind, child_id, label, content, seq)
      values (?, 'zxx', ?, 0, ?, ?, ?)`);
    const solution = db.prepare(`insert into tasks_answer (question_id, kind, channel_code, value)
      values (?, ?, 'zxx', ?)`);
    for (const { question_id: id, subject_id, subject_name, content, type, options, answer } of questions) {
      insert.run(id, subject_id, subject_name, content, type, at);
      for (const [n, text] of (options ?? []).entries()) option.run(id, type, 'ABCD'[n]!, text, n);
      if (answer !== undefined) solution.run(id, type, answer);
    }
    db.exec('commit');
  } finally {
    db.close();
  }
}
