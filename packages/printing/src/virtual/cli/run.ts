import { createPaperPage } from '../page/server.ts';
import type { PaperPage } from '../page/server.ts';
import type { Language } from '../page/words.ts';
import { createVirtualPrinter } from '../virtual-printer.ts';
import type { VirtualPrinter } from '../virtual-printer.ts';
import { parsePrinterOptions } from './options.ts';
import { cliWords } from './words.ts';

/** What the command needs from its surroundings. */
export interface PrinterIo {
  out(text: string): void;
  err(text: string): void;
  /** Aborted by SIGINT or SIGTERM: the command ends. */
  readonly signal: AbortSignal;
  readonly language: Language;
}

const PRINT_PORT = 9100;
const PAGE_PORT = 9180;

/**
 * `posthouse printer`: runs a virtual printer until the signal. Resolves to the exit code: 0 ended, 1 could not
 * start, 2 wrong arguments, 3 the port that was asked for is taken.
 */
export async function runVirtualPrinter(args: readonly string[], io: PrinterIo): Promise<number> {
  const words = cliWords[io.language];
  const options = parsePrinterOptions(args);
  if (typeof options === 'string') {
    io.err(words.usage(options));
    return 2;
  }
  if (options.help) {
    io.out(words.help);
    return 0;
  }
  const { host, widthMm, papers } = options;
  let printer: VirtualPrinter | null = null;
  let page: PaperPage | null = null;
  let tried = options.port ?? PRINT_PORT;
  try {
    printer = await orFree(options.port, PRINT_PORT, (port) =>
      createVirtualPrinter({ host, port, paperWidthMm: widthMm, maxPapers: papers }),
    );
    if (options.port === undefined && printer.port !== PRINT_PORT)
      io.err(words.moved(PRINT_PORT, printer.port));
    tried = options.pagePort ?? PAGE_PORT;
    const shown = printer;
    page = await orFree(options.pagePort, PAGE_PORT, (port) =>
      createPaperPage({ printer: shown, host, port }),
    );
    if (options.pagePort === undefined && page.port !== PAGE_PORT) io.err(words.moved(PAGE_PORT, page.port));
    printer.onPaper((paper) => {
      io.out(words.paper(paper.id, new Date(paper.at).toLocaleTimeString()) + paper.text);
    });
    io.out(words.ready(`${host}:${printer.port}`, `http://${host}:${page.port}/`));
    await aborted(io.signal);
    return 0;
  } catch (error) {
    const taken = isTaken(error);
    io.err(taken ? words.taken(tried) : words.failed(error instanceof Error ? error.message : String(error)));
    return taken ? 3 : 1;
  } finally {
    await page?.close();
    await printer?.close();
  }
}

/** Opens on the port that was asked for, else on the usual one, else on a free one. */
async function orFree<T>(
  asked: number | undefined,
  usual: number,
  open: (port: number) => Promise<T>,
): Promise<T> {
  if (asked !== undefined) return open(asked);
  try {
    return await open(usual);
  } catch (error) {
    if (isTaken(error)) return open(0);
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
