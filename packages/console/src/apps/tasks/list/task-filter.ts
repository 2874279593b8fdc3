import { choice, pageOf, queryOf, text, whole, type Query } from '../../../design/query.ts';
import { STATUSES } from '../looks.ts';

/** Which tasks are shown; it lives in the address bar. */
export interface TaskFilter {
  readonly status: (typeof STATUSES)[number] | null;
  readonly name: string;
  readonly page: number;
}

/** The hub takes no longer name. */
const LONGEST_NAME = 200;

/** What the address bar asks for; what makes no sense is left out. */
export function readTaskFilter({ status, name, page }: Query): TaskFilter {
  return { status: choice(status, STATUSES), name: text(name, LONGEST_NAME), page: whole(page) ?? 1 };
}

/** The address bar's part of a filter; what is at its default is left out. */
export function writeTaskFilter({ page, ...filter }: TaskFilter): Record<string, string> {
  return queryOf({ ...filter, page: pageOf(page) });
}

/** The query of `GET /api/dedup/tasks`. */
export function tasksQuery({ status, name, page }: TaskFilter, size: number): string {
  return new URLSearchParams(queryOf({ status, task_name: name, page, page_size: size })).toString();
}
