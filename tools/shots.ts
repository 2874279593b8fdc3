import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';
import { furnish } from './shots/demo-shop.ts';
import { takeReadmePictures } from './shots/readme-pictures.ts';

/**
 * `npm run shots [folder] [part of a path]`: every page of the console as pictures, on a hub with things to show.
 * `npm run shots -- --empty [folder] [part of a path]`: the same on a hub that has just been installed.
 * `npm run shots -- --readme`: the pictures of the READMEs, into `docs/pictures/`.
 */
const args = process.argv.slice(2);
const forReadme = args.includes('--readme');
const isEmpty = args.includes('--empty');
const [folder = forReadme ? 'docs/pictures' : 'shots', only = ''] = args.filter(
  (arg) => !arg.startsWith('--'),
);
const CHROMIUM = process.env['POSTHOUSE_CHROMIUM'] ?? '/usr/bin/chromium';

/** Who looks may see every page. */
const TOKEN = 'secret-of-the-owner';

const SIZES = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  wall: { width: 2560, height: 1440 },
} as const;
type Size = keyof typeof SIZES;

const LOOKS: readonly { language: string; scheme: 'light' | 'dark'; size: Size }[] = [
  ...(['zh-CN', 'en'] as const).flatMap((language) =>
    (['light', 'dark'] as const).flatMap((scheme) =>
      (['wide', 'phone'] as const).map((size) => ({ language, scheme, size })),
    ),
  ),
  { language: 'zh-CN', scheme: 'light', size: 'wall' },
];

const nameOf = (path: string) => (path === '/' ? 'home' : path.slice(1).replaceAll(/[^\w-]+/g, '-'));

/** What no menu leads to. */
const BESIDE = [
  '/sign-in',
  '/system/no-such-page',
  ...(isEmpty
    ? []
    : ['', '?tab=exact', '?tab=similar', '?tab=variants', '?tab=keeps', '?keep=1'].map(
        (view) => `/tasks/1${view}`,
      )),
  '/tasks?new=1',
  '/print/printers?add=1',
  '/system/people?add=1',
  '/system/keys?add=1',
  '/system/machines?add=1',
];

async function open(browser: Browser, look: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(look);
  await context.addInitScript(`sessionStorage.setItem('posthouse.token', '${TOKEN}')`);
  return context.newPage();
}

/** Pages are found as a person finds them: by the menu, and by opening the first row of a list. */
async function pagesOf(page: Page, hub: TestHub): Promise<string[]> {
  await page.goto(`${hub.url}/`);
  await page.locator('nav a').first().waitFor();
  const links = () =>
    page.locator('nav.rail a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? '/'));
  const found = new Set(await links());
  for (const path of found) {
    await page.goto(`${hub.url}${path}`);
    await page.locator('h1').waitFor();
    for (const link of await links()) found.add(link);
  }
  return [...found, ...BESIDE];
}

async function shoot(browser: Browser, hub: TestHub, paths: readonly string[], look: (typeof LOOKS)[number]) {
  const { language, scheme, size } = look;
  const page = await open(browser, {
    locale: language,
    colorScheme: scheme,
    viewport: SIZES[size],
    deviceScaleFactor: size === 'phone' ? 2 : 1,
  });
  page.on('pageerror', (error) => console.error(`${page.url()}: ${error.message}`));
  for (const path of paths) {
    await page.goto(`${hub.url}${path}`);
    await page.waitForLoadState('networkidle');
    const to = (what: string) => join(folder, `${nameOf(path)}${what}.${language}.${scheme}.${size}.png`);
    await page.screenshot({ path: to(''), fullPage: true, animations: 'disabled' });
    const opener = page.locator('button.opener').first();
    if ((await opener.count()) === 0 || (await page.getByRole('dialog').count()) > 0) continue;
    await opener.click();
    await page.getByRole('dialog').locator('.body > *').first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: to('-open'), animations: 'disabled' });
  }
  await page.context().close();
}

await using hub = await startHub({ POSTHOUSE_TOKENS: `boss:owner:${TOKEN}` });
mkdirSync(folder, { recursive: true });
if (!isEmpty) await furnish(hub, TOKEN);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
if (forReadme) {
  const count = await takeReadmePictures((look) => open(browser, look), hub.url, folder);
  console.log(`${count} pictures: ${resolve(folder)}`);
} else {
  const page = await open(browser);
  const paths = (await pagesOf(page, hub)).filter((path) => path.includes(only));
  for (const look of LOOKS) await shoot(browser, hub, paths, look);
  console.log(`${paths.length} pages, ${LOOKS.length} looks: ${resolve(folder)}`);
}
await browser.close();
