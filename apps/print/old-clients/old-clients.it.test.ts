import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openWorld, type World } from '../testing/world.ts';
import { SOON } from '../../../test-support/soon.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const becomes = (job: number, status: string) =>
  vi.waitFor(async () => expect((await world.job(job)).status).toBe(status), {
    timeout: 60_000,
    interval: 2,
  });

describe('an old print client', () => {
  it('is greeted, acknowledged and given what it announced itself for', async () => {
    const printer = await world.printer({ name: '前台' });
    const client = await world.client('前台');
    const { jobs } = await world.order();
    await client.has(1);
    const [welcome, ack, order] = client.sent;
    expect(welcome).toMatchObject({ type: 'welcome', message: '欢迎连接到发财小狗饮品店打印服务' });
    expect(ack).toMatchObject({ type: 'printer_info_ack', message: '打印机信息已收到' });
    expect(order).toMatchObject({
      type: 'new_order',
      timestamp: '2025-07-14T10:30:00.000000',
      order: {
        job_id: jobs[0]!.id,
        type: 'order_receipt',
        copies: 1,
        priority: 1,
        target_printer: { id: printer.id, name: '前台', ip_address: null },
        order_info: { status: 'confirmed', total_amount: 25, created_at: '2025-07-14T02:30:00.000' },
        printer_config: { paper_width: 80, printer_type: 'thermal' },
      },
    });
    expect((await world.job(jobs[0]!.id)).status).toBe('printing');
    await client.reports(jobs[0]!.id, 'completed', '打印成功');
    const job = await world.job(jobs[0]!.id);
    expect(job).toMatchObject({ status: 'completed', evidence: 'reported' });
    expect(job.history.map(({ what }) => what)).toEqual(['posted', 'started', 'done']);
  });

  it('is served although the store could not write when it came', async () => {
    const { clock, disk } = world;
    await world.printer({ name: 'A' });
    const client = await world.client(null);
    disk.full = true;
    await client.says({ type: 'printer_info', printer: { name: 'A' } }).catch(() => {});
    disk.full = false;
    clock.advance(15_000);
    await vi.waitFor(() => expect(world.kernel.boxes.held('papers', 'print/printer/1')).toBe(true), SOON);
    await world.order();
    await client.has(1);
  });

  it('asks again for a mailbox whose lease could not be written', async () => {
    const { clock, kernel } = world;
    const hold = vi.spyOn(kernel.boxes, 'hold').mockRejectedValueOnce(new Error('the disk is full'));
    const client = await world.client('A');
    await vi.waitFor(() => expect(hold).toHaveBeenCalledOnce(), SOON);
    await vi.waitFor(() => {
      clock.advance(15_000);
      expect(kernel.boxes.held('papers', 'print/any')).toBe(true);
    }, SOON);
    await world.order();
    await client.has(1);
  });

  it('gets one message per copy, one after the other', async () => {
    await world.printer({ name: 'A', print_copies: 2 });
    const client = await world.client('A');
    const { jobs } = await world.order();
    const id = jobs[0]!.id;
    await client.has(1);
    await client.reports(id, 'printing', '开始打印');
    expect(client.papers).toEqual([`${id}/1/1`]);
    await client.reports(id, 'completed');
    await client.has(2);
    expect((await world.job(id)).status).toBe('printing');
    await client.reports(id, 'completed');
    expect(client.papers).toEqual([`${id}/1/1`, `${id}/2/1`]);
    await becomes(id, 'completed');
  });

  it('ends one copy with one report: the same words said again are not about the next copy', async () => {
    await world.printer({ name: 'A', print_copies: 2 });
    const client = await world.client('A');
    const { jobs } = await world.order();
    const { id } = jobs[0]!;
    const says = (timestamp: string) =>
      client.says({ type: 'print_status', job_id: id, status: 'completed', message: '打印成功', timestamp });
    await client.has(1);
    await says('2025-07-14T10:30:02.000001');
    await client.has(2);
    await says('2025-07-14T10:30:02.000001');
    expect((await world.job(id)).papers.map(({ status }) => status)).toEqual(['completed', 'printing']);
    await says('2025-07-14T10:30:04.000001');
    expect((await world.job(id)).status).toBe('completed');
  });

  it('is alone with a job; when the one that serves everybody leaves, the next takes its place', async () => {
    const first = await world.client('one');
    const second = await world.client('two');
    const { jobs } = await world.order();
    await first.has(1);
    await first.reports(jobs[0]!.id, 'completed');
    expect(second.papers).toEqual([]);
    first.close(1006);
    await world.order();
    await second.has(1);
    expect(first.papers).toHaveLength(1);
  });

  it('finds the papers that waited for it', async () => {
    const { jobs } = await world.order();
    expect((await world.job(jobs[0]!.id)).status).toBe('waiting');
    const client = await world.client('late');
    await client.has(1);
    await client.reports(jobs[0]!.id, 'completed');
    await becomes(jobs[0]!.id, 'completed');
  });

  it('gets the next attempt after it reported a failure, until retries are used up', async () => {
    const client = await world.client('any');
    const { jobs } = await world.order();
    const id = jobs[0]!.id;
    for (const attempt of [1, 2, 3]) {
      await client.has(attempt);
      await client.reports(id, 'failed', '打印机缺纸');
      world.clock.advance(20_001);
    }
    expect(client.papers).toEqual([`${id}/1/1`, `${id}/1/2`, `${id}/1/3`]);
    expect(await world.job(id)).toMatchObject({
      status: 'failed',
      retry_count: 3,
      error_message: '打印机缺纸',
    });
  });

  it('leaves an open question when it drops while printing, and nothing is sent twice (K4)', async () => {
    const client = await world.client('A');
    const { jobs } = await world.order();
    await client.has(1);
    client.close(1006);
    await becomes(jobs[0]!.id, 'uncertain');
    const again = await world.client('A');
    await world.order();
    await again.has(1);
    expect(again.papers).not.toContain(client.papers[0]);
    // Late truth from the one that serves the same mailbox settles it.
    await again.reports(jobs[0]!.id, 'completed', '打印成功');
    expect(await world.job(jobs[0]!.id)).toMatchObject({ status: 'completed', evidence: 'reported' });
  });

  it('cannot settle another printer’s papers', async () => {
    await world.printer({ name: 'A' });
    await world.printer({ name: 'B', auto_print_orders: false });
    const client = await world.client('A');
    const stranger = await world.client('B');
    const { jobs } = await world.order();
    await client.has(1);
    client.close(1006);
    await becomes(jobs[0]!.id, 'uncertain');
    await stranger.reports(jobs[0]!.id, 'completed');
    const job = await world.job(jobs[0]!.id);
    expect(job.status).toBe('uncertain');
    expect(job.history.at(-1)).toMatchObject({ what: 'evidence', report: { owner: false } });
  });

  it('may repeat itself, speak late or of nothing at all', async () => {
    const client = await world.client('A');
    const { jobs } = await world.order();
    await client.has(1);
    await client.reports(jobs[0]!.id, 'completed');
    await client.reports(jobs[0]!.id, 'completed');
    await client.reports(jobs[0]!.id, 'failed');
    await client.reports(999_999, 'completed');
    expect(await world.job(jobs[0]!.id)).toMatchObject({ status: 'completed', retry_count: 0 });
  });

  it('is not hurt by nonsense, and its connection stays', async () => {
    const client = await world.client('A');
    const before = client.sent.length;
    for (const text of ['{', '[]', '7', 'null', '{"type":"dance"}', '{"type":"print_status","job_id":"1"}']) {
      await client.inbound.message(text);
    }
    await client.says({ type: 'print_status', job_id: 1, status: 'melted' });
    await client.says({ type: 'printer_info', printer: null });
    expect(client.sent).toHaveLength(before);
    await client.says({ type: 'printer_info' });
    await client.says({ type: 'ping' });
    expect(client.sent.slice(before).map(({ type }) => type)).toEqual(['printer_info_ack', 'pong']);
    expect(client.state).toBe('open');
  });

  it('is pinged in words, as the guide promises', async () => {
    const client = await world.client('A');
    world.clock.advance(60_001);
    expect(client.sent.filter(({ type }) => type === 'ping')).toHaveLength(2);
  });

  it('follows the printers: a row of its name takes it from the shared mailbox', async () => {
    const client = await world.client('柜台');
    const printer = await world.printer({ name: '柜台' });
    const { jobs } = await world.order();
    expect(jobs[0]!.printer_id).toBe(printer.id);
    await client.has(1);
  });

  it('without a role is turned away', async () => {
    await expect(world.client('A', ['nobody'])).rejects.toThrow('PRINT_CLIENT_FORBIDDEN');
  });
});

describe('a client that never reports', () => {
  it('is marked after one silence; its papers then end at the pong, unconfirmed, and are never a question', async () => {
    const client = await world.client('mute');
    const first = (await world.order()).jobs[0]!.id;
    await client.has(1);
    world.clock.advance(30_001);
    await becomes(first, 'unconfirmed');
    const second = (await world.order()).jobs[0]!.id;
    await client.has(2);
    await becomes(second, 'unconfirmed');
    expect((await world.job(second)).evidence).toBe('received');

    client.answers = false;
    const third = (await world.order()).jobs[0]!.id;
    await client.has(3);
    client.close(1006);
    await becomes(third, 'unconfirmed');
  });

  it('loses the mark with its first status', async () => {
    const client = await world.client('shy');
    const first = (await world.order()).jobs[0]!.id;
    await client.has(1);
    world.clock.advance(30_001);
    await becomes(first, 'unconfirmed');
    await client.reports(first, 'completed', '打印成功');
    expect(await world.job(first)).toMatchObject({ status: 'completed', evidence: 'reported' });
    const second = (await world.order()).jobs[0]!.id;
    await client.has(2);
    expect((await world.job(second)).status).toBe('printing');
  });

  it('is not one that spoke before: its silence is a question', async () => {
    const client = await world.client('talker');
    const first = (await world.order()).jobs[0]!.id;
    await client.has(1);
    await client.reports(first, 'completed');
    const second = (await world.order()).jobs[0]!.id;
    await client.has(2);
    world.clock.advance(30_001);
    await becomes(second, 'uncertain');
    expect((await world.job(second)).error_message).toMatch(/can't tell/);
  });
});
