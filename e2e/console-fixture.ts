import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

export const CHROMIUM = process.env['POSTHOUSE_CHROMIUM'] ?? '/usr/bin/chromium';
/** Tests that need a browser are left out where there is none; in CI one must be there. */
export const hasChromium = existsSync(CHROMIUM);

/** The console as its sources are now. `npm test` has built it already; then this only looks at times of files. */
export function buildConsole(): void {
  const script = fileURLToPath(new URL('../scripts/ensure-console.js', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('the console is not built');
}

/** Milliseconds for what a loaded machine shows at last; nothing waits for them when all is well. */
const PATIENCE = 45_000;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface ConsolePage {
  readonly page: Page;
  /** Exceptions in the page, and errors that it wrote. */
  readonly faults: readonly string[];
}

export interface Look {
  readonly locale?: string;
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
}

/** A page of a browser of its own: other storage, other cookies. */
export async function newPage(browser: Browser, how: Look = {}): Promise<ConsolePage> {
  const { locale = 'en', width = 1280, height = 800, scheme = 'light' } = how;
  const context = await browser.newContext({
    locale,
    colorScheme: scheme,
    viewport: { width, height },
    // What moves is not there yet: tests wait for what is.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // The network's own errors are what some tests are about.
    if (message.type() === 'error' && !/Failed to load resource|WebSocket/.test(message.text())) {
      faults.push(message.text());
    }
  });
  return { page, faults };
}

export interface Visit {
  readonly show: (path: string) => Promise<unknown>;
  readonly press: (name: string | RegExp) => Promise<void>;
  /** What a row or a button opened beside the list. */
  readonly panel: () => Locator;
}

/** The few words in which a page of the console is driven; `url` is the hub's. */
export function visit(page: Page, url: string): Visit {
  return {
    show: (path) => page.goto(`${url}${path}`),
    press: (name) => page.getByRole('button', { name, exact: true }).click(),
    panel: () => page.getByRole('dialog'),
  };
}

/** Both languages, both looks, a wide screen and a narrow phone. */
const LOOKS: readonly Look[] = [
  { locale: 'zh-CN', width: 1360, scheme: 'light' },
  { locale: 'en', width: 360, scheme: 'dark' },
];

/**
 * What stands in somebody's way at these addresses, each in both languages and looks: serious faults by axe, what is
 * wider than its window, errors that the page wrote. Addresses that open a panel are looked at with it.
 */
export async function obstacles(
  open: (look: Look) => Promise<ConsolePage>,
  addresses: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const look of LOOKS) {
    const { page, faults } = await open(look);
    for (const address of addresses) {
      await page.goto(address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      // The line beside the title is there when what it says has been asked for.
      await page.locator('main [role=status]:not(:empty), main [role=alert]').first().waitFor();
      if (OPENS.test(address)) await page.getByRole('dialog').getByRole('heading').first().waitFor();
      const wider = await overflow(page);
      const here = [
        ...(await seriousFaults(page)),
        ...(wider > 0 ? [`${wider} px wider than its window`] : []),
      ];
      found.push(...here.map((fault) => `${address} (${look.locale}): ${fault}`));
    }
    found.push(...faults);
    await page.context().close();
  }
  return found;
}

/** Addresses that open a panel. */
const OPENS = /[?&](open|add|new|send|station)=/;

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds on the page as it is, at WCAG 2.2 AA, that is serious or worse; each as one line. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  // Evaluated, not added as a tag: the page's policy lets no script in but its own.
  await page.evaluate(await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'));
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    );
}

/** Pixels that the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
