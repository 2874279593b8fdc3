import { choice, pageOf, queryOf, whole, type Query } from '../../design/query.ts';
import { JOB_STATES, type JobState } from './looks.ts';

/** Which jobs are shown; it lives in the address bar. */
export interface JobFilter {
  readonly state: JobState | null;
  readonly station: string | null;
  readonly page: number;
}

const LONGEST_ID = 128;

/** What the address bar asks for; what makes no sense is left out. */
export function readFilter({ state, station, page }: Query): JobFilter {
  return { state: choice(state, JOB_STATES), station: stationOf(station), page: whole(page) ?? 1 };
}

/** A station's id as the address bar has it. */
export function stationOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_ID ? value : null;
}

/** The address bar's part of a filter; what is at its default is left out. */
export function writeFilter({ page, ...filter }: JobFilter): Record<string, string> {
  return queryOf({ ...filter, page: pageOf(page) });
}

/** The query of `GET /api/bridge/jobs`. */
export function jobsQuery({ state, station, page }: JobFilter, size: number): string {
  return new URLSearchParams(queryOf({ page, size, state, clientId: station })).toString();
}

/** Whether a job that has just changed belongs to what is shown. */
export function passes(
  { state, station }: JobFilter,
  job: { readonly state: string; readonly clientId: string },
): boolean {
  return (state === null || job.state === state) && (station === null || job.clientId === station);
}
