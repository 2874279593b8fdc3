import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Question } from '../../apps/tasks/dedup/index.ts';

/** A question and where it comes from: the file, and the row in it, from 1. */
export interface Sourced extends Question {
  readonly file: string;
  readonly row: number;
}

/** Where the questions lie, or undefined. `POSTHOUSE_EVAL_DATA` names the folder that holds `questions`. */
export function questionsFolder(): string | undefined {
  const root = process.env['POSTHOUSE_EVAL_DATA'];
  const folder = root === undefined ? undefined : join(root, 'questions');
  return folder !== undefined && existsSync(folder) ? folder : undefined;
}

/** All questions of the folder, ids from 1 in the order of file names and rows. */
export function readQuestions(folder: string): readonly Sourced[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  const found: Omit<Sourced, 'id'>[] = [];
  for (const file of files) {
    if (file.endsWith('.csv')) found.push(...fromTable(file, readFileSync(join(folder, file), 'utf8')));
    if (file.endsWith('.json')) found.push(...fromExamples(file, readFileSync(join(folder, file), 'utf8')));
  }
  return found.map((question, at) => ({ ...question, id: at + 1 }));
}

/** Columns Question, A to D, Answer. Plain text: escaped, since the engine reads HTML. */
function fromTable(file: string, text: string): Omit<Sourced, 'id'>[] {
  const rows = parse(text, { columns: true, bom: true, relax_column_count: true }) as Record<
    string,
    string
  >[];
  return rows.map((row, at) => ({
    file,
    row: at + 1,
    content: escaped(row['Question'] ?? ''),
    options: ['A', 'B', 'C', 'D'].map((label) => ({ label, content: escaped(row[label] ?? '') })),
    answer: row['Answer'],
  }));
}

/** `example[].question` holds stem and options in one text. */
function fromExamples(file: string, text: string): Omit<Sourced, 'id'>[] {
  const { example } = JSON.parse(text) as { example: { question: string; answer: unknown }[] };
  return example.map(({ question, answer }, at) => ({
    file,
    row: at + 1,
    content: escaped(question),
    options: [],
    answer: Array.isArray(answer) ? answer.join() : undefined,
  }));
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
