import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub } from '../packages/hub/src/testing/start-hub.ts';
import { buildConsole, hasChromium, openBrowser } from './console-fixture.ts';

describe.skipIf(!hasChromium)('the page of the sign-in, in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    buildConsole();
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('makes the owner, then signs in with a refusal that says what to do', async () => {
    await using test = await startHub({ POSTHOUSE_PRINT_VIRTUAL: 'false' });
    const locale = 'zh-CN';
    const first = await browser.newContext({ locale });
    const page = await first.newPage();
    await page.goto(`${test.url}/sign-in`);
    await page.getByRole('heading', { name: '创建所有者' }).waitFor();
    await page.getByLabel('用户名').fill('老板');
    await page.getByLabel('密码').fill('short');
    await page.getByRole('button', { name: '创建所有者' }).click();
    // The browser itself says that it is too short: nothing was sent.
    expect(await page.locator('#password:invalid').count()).toBe(1);
    await page.getByLabel('密码').fill('a horse on the road');
    await page.getByRole('button', { name: '创建所有者' }).click();
    await page.waitForURL(`${test.url}/`);

    const second = await browser.newContext({ locale });
    const again = await second.newPage();
    await again.goto(`${test.url}/sign-in`);
    await again.getByLabel('用户名或邮箱').fill('老板');
    await again.getByLabel('密码').fill('wrong');
    await again.getByRole('button', { name: '登录' }).click();
    await again.getByRole('alert').filter({ hasText: '密码' }).waitFor();
    await again.getByLabel('密码').fill('a horse on the road');
    await again.getByRole('button', { name: '登录' }).click();
    await again.waitForURL(`${test.url}/`);
    await Promise.all([first.close(), second.close()]);
  });

  it('fits a narrow screen in both languages, and follows a dark system', async () => {
    await using test = await startHub({ POSTHOUSE_PRINT_VIRTUAL: 'false' });
    const grounds = new Set<string>();
    for (const locale of ['zh-CN', 'en-GB']) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({
          locale,
          colorScheme,
          viewport: { width: 320, height: 568 },
        });
        const page = await context.newPage();
        await page.goto(`${test.url}/sign-in`);
        await page.locator('#rule').waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
        grounds.add(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'));
        await context.close();
      }
    }
    expect(grounds.size).toBe(2);
  });
});
