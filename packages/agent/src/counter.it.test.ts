import type { Client, Job, JobHandler } from '@posthouse/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Counter } from './counter.ts';
import { openDesk, silent } from './testing/open-desk.ts';

const soon = { timeout: 60_000, interval: 10 };

let rig: Awaited<ReturnType<typeof openDesk>>;
let counter: Counter;
let offer: JobHandler;
const troubles: (string | null)[] = [];

beforeEach(async () => {
  rig = await openDesk();
  const client = {
    hold: (_mailbox: unknown, handler: JobHandler) => {
      offer = handler;
      return { close() {} };
    },
  } as unknown as Client;
  troubles.length = 0;
  counter = new Counter({
    printer: '7',
    client,
    desk: rig.desk,
    store: rig.store,
    clock: rig.clock,
    log: silent,
    ahead: 4,
    hubAhead: () => 0,
    onTrouble: (trouble) => troubles.push(trouble && trouble.code),
  });
  counter.open();
});
afterEach(async () => {
  counter.close();
  await rig.close();
});

/** A paper as the hub offers it, and what was said of it. */
function paper(job: number) {
  const said: unknown[] = [];
  const withdrawal = new AbortController();
  const offered = {
    item: `e.${job}`,
    seq: job,
    tries: 0,
    body: { job, copy: 1, attempt: 1, content: `paper ${job}` },
    begun: false,
    withdrawn: withdrawal.signal,
    async start() {
      said.push('start');
      return true;
    },
    taken: async () => void said.push('taken'),
    over: async (how: string, report?: unknown) => void said.push([how, report]),
    evidence: async (report: unknown) => void said.push(report),
  } satisfies Job;
  return { offered, said, withdraw: () => withdrawal.abort() };
}

it('begins no paper at the hub while the journal cannot be written, and says why', async () => {
  rig.disk.full = true;
  const { offered, said } = paper(1);
  void offer(offered);
  await vi.waitFor(() => expect(troubles).toEqual(['AGENT_JOURNAL_STUCK']), soon);
  await vi.waitFor(() => expect(said).toEqual([{ state: 'error' }]), soon);
  rig.disk.full = false;
  await vi.waitFor(() => expect(said).toHaveLength(5), soon);
  expect(said).toEqual([
    { state: 'error' },
    { state: 'ready' },
    'start',
    'taken',
    ['done', { evidence: 'printed' }],
  ]);
  expect(troubles).toEqual(['AGENT_JOURNAL_STUCK', null]);
  expect(rig.printed).toEqual(['paper 1']);
});

it('leaves a paper that is taken back meanwhile, and takes the next', async () => {
  rig.disk.full = true;
  const first = paper(1);
  void offer(first.offered);
  await vi.waitFor(() => expect(troubles).toEqual(['AGENT_JOURNAL_STUCK']), soon);
  first.withdraw();
  rig.disk.full = false;
  const second = paper(2);
  void offer(second.offered);
  await vi.waitFor(() => expect(second.said.at(-1)).toEqual(['done', { evidence: 'printed' }]), soon);
  expect(first.said).not.toContain('start');
  expect(rig.printed).toEqual(['paper 2']);
});

it('begins no paper more once the journal has proved damaged under one', async () => {
  const first = paper(1);
  first.offered.start = async () => (rig.disk.damaged = true);
  void offer(first.offered);
  await vi.waitFor(() => expect(troubles).toEqual(['AGENT_JOURNAL_STUCK']), soon);
  // Where it is damaged the next paper need not touch.
  rig.disk.damaged = false;
  const second = paper(2);
  void offer(second.offered);
  await vi.waitFor(() => expect(first.said.at(-1)).toEqual(['done', { evidence: 'printed' }]), soon);
  await vi.waitFor(() => expect(second.said).toContainEqual({ state: 'error' }), soon);
  expect(second.said).not.toContain('start');
});
