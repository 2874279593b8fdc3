import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { accept, type PaperRow } from './journal/ops.ts';
import { openDesk } from './testing/open-desk.ts';

let rig: Awaited<ReturnType<typeof openDesk>>;
beforeEach(async () => {
  rig = await openDesk();
});
afterEach(() => rig.close());

const take = (job: number) =>
  rig.store.write(accept, {
    printer: '7',
    expires: null,
    paper: {
      epoch: 'e',
      job,
      copy: 1,
      attempt: 1,
      item: `e.${job}`,
      priority: 5,
      expires: null,
      receipt: { content: { text: `paper ${job}` } },
      digest: String(job),
    },
  }) as Promise<PaperRow>;

it('tells the journal how a paper ended when its disk has room again, and prints on', async () => {
  const { disk, desk, printed } = rig;
  rig.afterNextPaper(() => {
    disk.full = true;
  });
  const first = await take(1);
  await vi.waitFor(() => expect(printed).toEqual(['paper 1']), { timeout: 60_000 });
  // Nothing can be written; the next paper finds that out, too.
  await expect(take(2)).rejects.toMatchObject({ code: 'KERNEL_STORE_UNAVAILABLE' });
  rig.afterNextPaper(() => {});
  disk.full = false;
  expect(await desk.ended(first.id)).toMatchObject({ how: 'done', report: '{"evidence":"printed"}' });
  const second = await take(2);
  expect(await desk.ended(second.id)).toMatchObject({ how: 'done' });
  expect(printed).toEqual(['paper 1', 'paper 2']);
});
