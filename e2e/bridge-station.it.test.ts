import { chromium, type Browser, type Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTcpProxy } from '../test-support/tcp-proxy.ts';
import { openBridge, soon, type Bridge } from './bridge-fixture.ts';

/** `contract §6` gives each template's paper, in millimetres. */
const JOBS = [
  {
    template: 'text',
    paper: [40, 80],
    printData: { collection: '春季系列', 床次: 12, 扎号: '037' },
    says: ['春季系列', '床次:12', '扎号:037'],
  },
  { template: 'qr', paper: [40, 80], printData: { qr: 'BED-12', lines: ['一', '二'] }, says: ['一', '二'] },
  {
    template: 'form',
    paper: [210, 147],
    printData: { qr: 'x', 品名: '衬衫', 总扎数: 60 },
    says: ['品名：衬衫', '总扎数：60', '1-1'],
  },
  { template: 'plain', paper: [80, 20], printData: '你好', says: ['你好'] },
] as const;

let bridge: Bridge;
let browser: Browser;

beforeAll(async () => {
  bridge = await openBridge();
  browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium' });
});
afterAll(async () => {
  await browser.close();
  await bridge.close();
});

/** A station's tab, whose every printed document is kept. */
async function openStation(url: string, id: string, kiosk = true) {
  const context = await browser.newContext({ locale: 'en' });
  const tab = await context.newPage();
  const faults: string[] = [];
  tab.on('pageerror', (error) => faults.push(error.message));
  tab.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('net::')) faults.push(message.text());
  });
  // Chromium without a screen has no printer: what would go to it is noted.
  await tab.addInitScript(`
    window.printed = [];
    if (window !== window.top) window.print = () => window.top.printed.push(document.documentElement.outerHTML);
  `);
  await tab.goto(`${url}/station?id=${id}${kiosk ? '&kiosk=1' : ''}`);
  await tab.waitForSelector('body[data-line=online]');
  return { tab, faults, printed: () => tab.evaluate<string[]>('window.printed') };
}

describe('the station page', () => {
  it('prints what arrives with its template, and reports it', async () => {
    const { tab, faults, printed } = await openStation(bridge.mainUrl, 'desk');
    for (const [index, { template, printData, paper, says }] of JOBS.entries()) {
      await bridge.post('/api/bridge/jobs', { clientId: 'desk', template, printData });
      await soon(async () => expect(await printed()).toHaveLength(index + 1));
      expect(await bridge.settled('completed')).toMatchObject({ evidence: 'reported' });
      const html = (await printed())[index]!;
      expect(html).toContain(`@page{size:${paper[0]}mm ${paper[1]}mm`);
      for (const text of says) expect(html).toContain(text);
      expect(await pagesOf(tab, html)).toEqual([paper]);
    }
    expect(faults).toEqual([]);
  });

  it('keeps its id over a reload, prints nothing twice, and catches up with what waited', async () => {
    const { tab, printed } = await openStation(bridge.url, 'loader');
    await bridge.post('/api/bridge/jobs', { clientId: 'loader', printData: 'first' });
    await bridge.settled('completed');
    await tab.goto('about:blank');
    await soon(async () => expect(await bridge.print('clientId=loader&name=x')).toBe('打印机离线'));
    await bridge.post('/api/bridge/jobs', { clientId: 'loader', printData: 'while away', queue: true });
    await tab.goto(`${bridge.url}/station`);
    await bridge.settled('completed');
    expect(await tab.textContent('#id')).toBe('loader');
    expect(await printed()).toEqual([expect.stringContaining('while away')]);
  });

  it('asks a person where a dialog was shown, and tells the hub what they saw', async () => {
    const { tab } = await openStation(bridge.url, 'asker', false);
    await bridge.print('clientId=asker&name=one');
    await tab.waitForSelector('[data-progress=asked]');
    expect((await bridge.jobs('?clientId=asker'))[0]?.state).toBe('received');
    await tab.reload();
    await tab.getByRole('button', { name: 'It printed' }).click();
    await bridge.settled('completed');
  });

  it('tries for ever, shows that it does, and comes back (9)', async () => {
    const line = await openTcpProxy({ port: Number(new URL(bridge.url).port) });
    const { tab, printed } = await openStation(`http://127.0.0.1:${line.port}`, 'far');
    line.cut('refuse');
    line.reset();
    await tab.waitForSelector('body[data-line=offline]');
    await soon(async () => expect(await tab.textContent('#hint')).toMatch(/back in \d+ s/));
    line.mend();
    await tab.click('#retry');
    await tab.waitForSelector('body[data-line=online]');
    await bridge.print('clientId=far&printData=back');
    await soon(async () => expect(await printed()).toEqual([expect.stringContaining('back')]));
    await line.close();
  });

  it('/test simulates several stations', async () => {
    const tab = await browser.newPage({ locale: 'en' });
    await tab.goto(`${bridge.url}/test?ids=T1,T2,T3`);
    await soon(async () => expect(await tab.locator('[data-line=online]').count()).toBe(3));
    await bridge.print('clientId=T2&name=hello');
    expect(await bridge.settled('completed')).toMatchObject({ clientId: 'T2' });
    expect(await tab.locator('.count').allTextContents()).toEqual(['0 received', '1 received', '0 received']);
  });
});

/** The paper sizes of the PDF that the document prints as, in whole millimetres. */
async function pagesOf(tab: Tab, html: string): Promise<number[][]> {
  const sheet = await tab.context().newPage();
  await sheet.setContent(html);
  const pdf = (await sheet.pdf({ preferCSSPageSize: true })).toString('latin1');
  await sheet.close();
  return [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) =>
    [width, height].map((points) => Math.round((Number(points) * 25.4) / 72)),
  );
}
