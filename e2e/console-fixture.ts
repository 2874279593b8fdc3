import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

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

/** A page of a browser of its own: other storage, other cookies. */
export async function newPage(
  browser: Browser,
  how: { locale?: string; width?: number; height?: number; scheme?: 'light' | 'dark' } = {},
): Promise<ConsolePage> {
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
