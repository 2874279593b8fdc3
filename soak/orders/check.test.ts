import { describe, expect, it } from 'vitest';
import { check, type Evidence } from './check.ts';
import type { Job } from './shop.ts';

const at = (ms: number) => new Date(ms).toISOString();
const event = (what: string, ms: number) => ({ what, at: at(ms), copy: 1, attempt: 1 });

const job = (id: number, printer_name: string, status: string, history: Job['history'] = []): Job => ({
  id,
  order_id: id,
  printer_name,
  status,
  papers: [{ copy: 1, attempt: 1, status }],
  history,
});

const paper = (id: number, client = 'speaker') => ({ client, paper: `e/${id}/1/1`, job: id, attempt: 1 });
const lost = [event('started', 90), event('unknown', 200)];

const right: Evidence = {
  confirmed: [1, 2, 3],
  jobs: [job(1, 'speaker', 'completed'), job(2, 'mute', 'unconfirmed'), job(3, 'speaker', 'uncertain', lost)],
  printed: [paper(1), paper(2, 'mute')],
  kills: [100],
  speaker: 'speaker',
  mute: 'mute',
};

describe('the checker of the orders soak', () => {
  it('has nothing to say of a run in which all is right', () => {
    expect(check(right)).toEqual([]);
  });

  it.each<[string, Partial<Evidence>, RegExp]>([
    ['an accepted order without a job', { confirmed: [1, 2, 3, 4] }, /order 4 .* 0 jobs/],
    ['an order with two jobs', { jobs: [...right.jobs, { ...right.jobs[0]!, id: 9 }] }, /order 1 .* 2 jobs/],
    ['a paper sent twice', { printed: [...right.printed, paper(1)] }, /e\/1\/1\/1 was sent 2 times/],
    ['a question without a kill', { kills: [300] }, /job 3 is uncertain without a kill/],
    [
      'two questions of one client at one kill',
      { confirmed: [], jobs: [...right.jobs, job(4, 'speaker', 'uncertain', lost)] },
      /second uncertain job of speaker at kill 1: 4/,
    ],
    [
      'a mute client’s question',
      { jobs: [...right.jobs.slice(0, 1), job(2, 'mute', 'completed'), right.jobs[2]!] },
      /job 2 of mute ended completed/,
    ],
    ['a completed job that never came out', { printed: [paper(2, 'mute')] }, /job 1 is completed and never/],
    [
      'an attempt that no refusal explains',
      {
        jobs: [
          { ...right.jobs[0]!, papers: [{ copy: 1, attempt: 2, status: 'completed' }] },
          ...right.jobs.slice(1),
        ],
      },
      /job 1\/1 is at attempt 2 after 0 refusals/,
    ],
  ])('finds %s', (_, change, fault) => {
    expect(check({ ...right, ...change }).join('\n')).toMatch(fault);
  });
});
