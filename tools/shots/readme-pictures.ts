import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';

/** Pixels of a picture. */
const WIDE = { width: 1200, height: 720 };
const PHONE = { width: 390, height: 760 };

const PICTURES: readonly {
  name: string;
  path: string;
  size: { width: number; height: number };
  scheme: 'light' | 'dark';
  /** What must be there before it is taken. */
  ready: (page: Page) => Promise<unknown>;
}[] = [
  {
    name: 'home',
    path: '/',
    size: WIDE,
    scheme: 'light',
    ready: (page) => page.locator('.tile').nth(3).waitFor(),
  },
  {
    name: 'receipt',
    path: '/print/jobs?open=4',
    size: WIDE,
    scheme: 'light',
    ready: (page) => page.getByRole('dialog').getByRole('img').waitFor(),
  },
  {
    name: 'variant',
    path: '/tasks/1?tab=variants&open=2',
    size: WIDE,
    scheme: 'light',
    ready: (page) =>
      page
        .getByRole('dialog')
        .getByText(/^(答案|Answer) D$/)
        .waitFor(),
  },
  {
    name: 'phone',
    path: '/print',
    size: PHONE,
    scheme: 'dark',
    ready: (page) => page.locator('.overview .line').nth(3).waitFor(),
  },
];

/** The pictures of the READMEs, in both languages: `docs/pictures/<name>.<language>.png`. */
export async function takeReadmePictures(
  open: (look: BrowserContextOptions) => Promise<Page>,
  hub: string,
  folder: string,
): Promise<number> {
  mkdirSync(folder, { recursive: true });
  for (const language of ['zh-CN', 'en']) {
    for (const { name, path, size, scheme, ready } of PICTURES) {
      const page = await open({ locale: language, colorScheme: scheme, viewport: size });
      await page.goto(`${hub}${path}`);
      await ready(page);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(folder, `${name}.${language}.png`), animations: 'disabled' });
      await page.context().close();
    }
  }
  return PICTURES.length * 2;
}
