import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { disagreements } from './check.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthouse-check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function given(job: string, paper: string, state: string, how: string | null): void {
  const database = new DatabaseSync(join(folder, 'core.db'));
  database.exec(`create table print_job (id integer, status text);
    create table print_paper (job_id integer, item_id integer, status text);
    create table item (id integer, state text, how text)`);
  database.prepare('insert into print_job values (1, ?)').run(job);
  database.prepare('insert into print_paper values (1, 1, ?)').run(paper);
  database.prepare('insert into item values (1, ?, ?)').run(state, how);
  database.close();
}

it.each([
  ['completed', 'completed', 'over', 'done', 0],
  ['uncertain', 'uncertain', 'over', 'unknown', 0],
  ['printing', 'printing', 'started', null, 0],
  ['completed', 'completed', 'waiting', null, 1],
  ['completed', 'completed', 'over', 'expired', 1],
  ['waiting', 'completed', 'over', 'done', 1],
  ['waiting', 'waiting', 'over', null, 1],
])('K3: a job %s with a paper %s and an item %s %s: %i disagree', (job, paper, state, how, wrong) => {
  given(job, paper, state, how);
  expect(disagreements(folder)).toBe(wrong);
});
