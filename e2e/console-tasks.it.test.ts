import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';
import {
  buildConsole,
  hasChromium,
  newPage,
  obstacles,
  openBrowser,
  visit,
  type Visit,
} from './console-fixture.ts';

const OPTIONS = ['12 平方厘米', '24 平方厘米', '36 平方厘米', '48 平方厘米'];
const area = (id: number, long: number, wide: number, answer: string, more = {}) => ({
  question_id: id,
  type: '1',
  content: `<p>一个长方形的长是&nbsp;${long} 厘米，宽是 ${wide} 厘米，它的面积是多少平方厘米？</p>`,
  subject_id: 8,
  subject_name: '数学',
  correct_answer: answer,
  options: OPTIONS.map((content, at) => ({ label: 'ABCD'[at], content })),
  ...more,
});
/** Three that are one, one with other numbers, one that means harm, and a line that is no question. */
const FILE = [
  area(1, 6, 4, 'B'),
  area(2, 6, 4, 'B', { analysis: '长乘宽。' }),
  area(3, 6, 4, 'B'),
  area(4, 8, 6, 'D'),
  {
    question_id: 5,
    type: '4',
    content:
      '看图<img src="x" onerror="window.harmed=1"><script>window.harmed=1</script>填空：x<sup>2</sup>=4',
    correct_answer: '2',
  },
]
  .map((line) => JSON.stringify(line))
  .concat('no question')
  .join('\n');

describe.skipIf(!hasChromium)('the pages of the tasks, in Chromium', { timeout: 180_000 }, () => {
  let hub: TestHub;
  let browser: Browser;
  let page: Page;
  let at: Visit;
  let faults: readonly string[];

  beforeAll(async () => {
    buildConsole();
    [browser, hub] = await Promise.all([
      openBrowser(),
      startHub({ POSTHOUSE_PRINT_VIRTUAL: 'false', POSTHOUSE_TIMEZONE: 'Pacific/Auckland' }),
    ]);
    ({ page, faults } = await newPage(browser, { locale: 'zh-CN', width: 1360 }));
    at = visit(page, hub.url);
  });
  afterEach(() => expect(faults).toEqual([]));
  afterAll(async () => {
    await browser.close();
    await hub[Symbol.asyncDispose]();
  });

  it('takes a file, and says which line was left out and why', async () => {
    await at.show('/tasks');
    await page.getByText('题库还是空的').waitFor();
    await page.getByRole('link', { name: '导入题目' }).click();
    await page.getByLabel('选择文件').setInputFiles({
      name: '期中.jsonl',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from(FILE),
    });
    const row = page.getByRole('row').filter({ hasText: '期中.jsonl' });
    await row.getByText('已导入').waitFor();
    await row.getByRole('button').click();
    await at.panel().getByText('第 6 行').waitFor();
    await at.panel().getByText('不是有效的题目 JSON').waitFor();
    expect(await kept()).toEqual([1, 2, 3, 4]);
    await at.show('/');
    await page.getByText('导入“期中.jsonl”有 1 行没能导入').waitFor();
  });

  it('shows a question as text, whatever its HTML would do', async () => {
    await at.show('/tasks/questions?type=4');
    await page.getByRole('row').filter({ hasText: '看图[图]填空' }).getByRole('button').click();
    await at.panel().getByText('[图]').waitFor();
    expect(
      await at.panel().getByRole('superscript').or(at.panel().locator('sup')).first().textContent(),
    ).toBe('2');
    expect(await at.panel().locator('img, script').count()).toBe(0);
    expect(await page.evaluate('window.harmed')).toBeUndefined();
    await at.show('/tasks/questions?keyword=长方形');
    await page.getByRole('row').nth(4).waitFor();
    expect(await page.getByRole('row').count()).toBe(5);
  });

  it('compares them, keeps one of the copies, and takes that back', async () => {
    await at.show('/tasks');
    await at.press('新建任务');
    await at.panel().getByLabel('任务名称').fill('期中查重');
    await at.panel().getByRole('slider').fill('0.6');
    await at.panel().getByText('找得多，要人看的也多。').waitFor();
    await at.press('新建并开始');
    await at.panel().getByText('已完成').waitFor();
    // The hub tells the time of its own zone, which is half a day from the browser's.
    const began = await at.panel().getByRole('time').first().getAttribute('datetime');
    expect(Math.abs(Date.parse(began ?? '') - Date.now())).toBeLessThan(3_600_000);
    await at.panel().getByRole('link', { name: '看结果' }).click();
    await page.getByRole('status').getByText('2 道题是多余的').waitFor();
    await page.getByRole('row').nth(1).getByRole('button').click();
    await at.panel().getByText('3 道题是同一道').waitFor();
    await at.panel().getByRole('listitem').filter({ hasText: '解析' }).getByRole('button').click();
    await page.getByRole('tooltip').getByRole('button', { name: '保留这一题' }).click();
    await page.getByText('已保留，删除了 2 道重复题').waitFor();
    await at.panel().getByText('已删除').nth(1).waitFor();
    expect(await kept()).toEqual([2, 4]);
    await at.press('撤销');
    await page.getByText('已撤销，题目恢复了').waitFor();
    await at.panel().getByText('已删除').first().waitFor({ state: 'detached' });
    expect(await kept()).toEqual([1, 2, 3, 4]);
    await at.panel().getByRole('button', { name: '关闭' }).click();
    await at.press('保留记录');
    await page.getByRole('listitem').filter({ hasText: '保留题目 2' }).getByText('已撤销').waitFor();
  });

  it('says why two that look alike are two, and marks where', async () => {
    await at.show('/tasks/1?tab=variants');
    const row = page.getByRole('row').filter({ hasText: '数字不同' });
    await row.getByRole('button').click();
    await at.panel().getByText('不是同一道题').waitFor();
    expect(await at.panel().locator('article del').allTextContents()).toEqual(['6', '4']);
    expect(await at.panel().locator('article ins').allTextContents()).toEqual(['8', '6']);
    await at.panel().getByText('答案 D').waitFor();
  });

  it('keeps one of each by a rule, in the background, and saves what was found as a file', async () => {
    await at.show('/tasks/1');
    await at.press('批量保留');
    await at.press('开始批量保留');
    await page.getByRole('tooltip').getByRole('button', { name: '开始批量保留' }).click();
    const deed = page.getByRole('listitem').filter({ hasText: '批量保留：' });
    await deed.getByText('已完成').waitFor();
    expect(await kept()).toEqual([1, 4]);
    await deed.getByRole('button', { name: '撤销' }).click();
    await deed.getByText('已撤销').waitFor();

    await at.press('导出');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: '重复簇 · CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('task-1-clusters.csv');
    const text = await readFile(await download.path(), 'utf8');
    expect(text.split('\r\n').length).toBeGreaterThanOrEqual(4);
    expect(text).toContain('长方形');
  });

  it('asks before it deletes a task with all it found', async () => {
    await at.show('/tasks?new=1');
    await at.panel().getByLabel('任务名称').fill('不要了');
    await at.press('只新建');
    await at.panel().getByText('未开始').waitFor();
    await at.press('删除任务');
    await page.getByRole('tooltip').getByRole('button', { name: '删除任务' }).click();
    await page.getByRole('row').filter({ hasText: '不要了' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('row').filter({ hasText: '期中查重' }).count()).toBe(1);
  });

  it('fits a phone and puts no serious obstacle in anybody’s way, in both languages and looks', async () => {
    const paths = [
      '/tasks?open=1',
      '/tasks?new=1',
      '/tasks/questions?open=1',
      '/tasks/imports?open=1',
      '/tasks/1?open=1',
      '/tasks/1?tab=similar',
      '/tasks/1?tab=variants&open=1',
      '/tasks/1?tab=keeps',
    ];
    const addresses = paths.map((path) => `${hub.url}${path}`);
    expect(await obstacles((look) => newPage(browser, look), addresses)).toEqual([]);
  });

  /** Questions about rectangles that are not deleted. */
  async function kept(): Promise<readonly number[]> {
    const reply = await fetch(`${hub.url}/api/questions?type=1`);
    const { data } = (await reply.json()) as { data: { list: { question_id: number }[] } };
    return data.list.map(({ question_id }) => question_id).toSorted((one, other) => one - other);
  }
});
