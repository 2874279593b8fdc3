import { describe, expect, it } from 'vitest';
import { check, type Evidence } from './check.ts';
import { readFloor, type Floor } from './truth.ts';

const job = (id: number, order: number, status: string) => ({
  id,
  order_id: order + 100,
  printer_name: 'P',
  status,
  papers: [],
  history: [],
});

const floor = (
  whole: readonly number[],
  torn: readonly number[] = [],
  twice: readonly number[] = [],
): Floor => ({
  whole: new Set(whole),
  seen: new Map([...whole, ...torn].map((order) => [order, twice.includes(order) ? 2 : 1])),
  papers: whole.length + torn.length,
});

const orders = new Map(Array.from({ length: 40 }, (_, index) => [index, index + 100]));
const all = [...orders.keys()];

const right: Evidence = {
  orders,
  jobs: all.map((order) => job(order, order, order < 2 ? 'uncertain' : 'completed')),
  floors: new Map([['P', floor(all.slice(1), [0])]]),
  explained: new Map([['P', 2]]),
  gone: new Set(),
  setBack: 0,
};

describe('the checker of the paper soak', () => {
  it('has nothing to say of a run in which all is right, and counts what the uncertain ones are', () => {
    const { faults, tallies } = check(right);
    expect(faults).toEqual([]);
    expect(tallies.get('P')).toMatchObject({
      completed: 38,
      uncertain: 2,
      uncertainWhole: 1,
      uncertainTorn: 1,
    });
  });

  it('lets a restored backup have forgotten orders, and nothing else', () => {
    const forgot = { ...right, jobs: right.jobs.slice(2), gone: new Set([0, 1]), setBack: 1 };
    expect(check(forgot)).toMatchObject({ faults: [], proven: 1 });
    expect(check({ ...forgot, gone: new Set([0]) }).faults).toEqual(['order 1 has 0 jobs at P']);
    const twice = new Map([['P', floor(all.slice(1), [0], [1])]]);
    expect(check({ ...forgot, floors: twice }).faults).toEqual(['doubled: P printed order 1 2 times']);
  });

  it.each<[string, Partial<Evidence>, RegExp]>([
    [
      'a doubled paper',
      { floors: new Map([['P', floor(all.slice(1), [0], [7])]]) },
      /doubled: P printed order 7 2/,
    ],
    ['a lost paper', { floors: new Map([['P', floor(all.slice(1, -1), [0])]]) }, /lost: job 39/],
    [
      'a torn paper that counts as printed',
      { floors: new Map([['P', floor(all.slice(1, -1), [0, 39])]]) },
      /lost/,
    ],
    ['more questions than interruptions', { explained: new Map([['P', 1]]) }, /2 uncertain, 1 interruptions/],
    ['an order without its job', { jobs: right.jobs.slice(1) }, /order 0 has 0 jobs/],
    ['a job that gave up', { jobs: [job(0, 0, 'failed'), ...right.jobs.slice(1)] }, /ended failed/],
    [
      'too many without evidence',
      { jobs: all.map((order) => job(order, order, 'uncertain')), explained: new Map([['P', 40]]) },
      /only 0\.0 %/,
    ],
  ])('finds %s', (_, change, fault) => {
    expect(check({ ...right, ...change }).faults.join('\n')).toMatch(fault);
  });
});

describe('reading the floor', () => {
  const papers = (...texts: [text: string, cut: boolean][]) =>
    texts.map(([text, cut], id) => ({ id, at: 0, widthMm: 80, text, cut, svg: '' })) as unknown as Parameters<
      typeof readFloor
    >[0];

  it('knows an order by its product, whole or torn', () => {
    const { seen, whole } = readFloor(papers(['店\n饮品 12\n  1 x\n', true], ['店\n饮品 7\n  1\n', false]));
    expect([...seen.keys()]).toEqual([12, 7]);
    expect([...whole]).toEqual([12]);
  });

  it('does not take a torn number for another one', () => {
    expect(readFloor(papers(['店\n饮品 1\n', false])).seen.size).toBe(0);
  });
});
