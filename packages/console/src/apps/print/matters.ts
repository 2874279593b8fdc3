import type { PrintStatus } from '@posthouse/print/contract';
import { knownState, printerWord, type JobStatus } from './looks.ts';

/** Something of printing that a person should look at. `word` is a key under `print.attention`. */
export interface Matter {
  /** Stays the same while the matter does. */
  readonly id: string;
  /** Lower is worse. */
  readonly rank: number;
  readonly word: 'uncertain' | 'failed' | 'trouble' | 'unclaimed' | 'stray' | 'standing' | 'noPrinter';
  /** What the sentence names. */
  readonly named: Readonly<Record<string, string | number>>;
  readonly printer?: number;
  readonly client?: string;
  /** Of a printer's trouble. */
  readonly state?: string;
  readonly since?: string;
}

const TROUBLES = ['paper-out', 'cover-open', 'error', 'offline', 'unreachable'];

/** What needs a person, worst first. A printer that is off or paused on purpose needs nobody. */
export function mattersOf(status: PrintStatus): Matter[] {
  const count = (state: JobStatus) => status.jobs[state] ?? 0;
  const matters: Matter[] = [];
  const uncertain = count('uncertain');
  if (uncertain > 0) {
    matters.push({ id: 'print-uncertain', rank: 10, word: 'uncertain', named: { n: uncertain } });
  }
  const failed = count('failed');
  if (failed > 0) matters.push({ id: 'print-failed', rank: 35, word: 'failed', named: { n: failed } });
  for (const printer of status.printers) {
    const word = printerWord(printer.state);
    if (word === null || !TROUBLES.includes(word)) continue;
    // A client's printer that nobody ever served and nothing waits for is set up, not broken.
    if (word === 'offline' && printer.waiting === 0 && printer.driver === 'client') continue;
    matters.push({
      id: `print-trouble-${printer.id}`,
      rank: printer.waiting > 0 ? 20 : 40,
      word: 'trouble',
      named: { name: printer.name, n: printer.waiting },
      printer: printer.id,
      state: word,
    });
  }
  for (const { printer_id, since, waiting } of status.standing) {
    if (matters.some(({ word, printer }) => word === 'trouble' && printer === printer_id)) continue;
    const name = status.printers.find(({ id }) => id === printer_id)?.name ?? '';
    matters.push({
      id: `print-standing-${printer_id ?? 'any'}`,
      rank: 25,
      word: printer_id === null ? 'noPrinter' : 'standing',
      named: { name, n: waiting },
      since,
      ...(printer_id !== null && { printer: printer_id }),
    });
  }
  for (const { name, unclaimed, address } of status.clients) {
    if (!unclaimed) continue;
    matters.push({
      id: `print-unclaimed-${name}`,
      rank: 30,
      word: 'unclaimed',
      named: { name, address },
      client: name,
    });
  }
  for (const { printer_id, name, address } of status.strays) {
    matters.push({
      id: `print-stray-${printer_id}-${name}-${address}`,
      rank: 30,
      word: 'stray',
      named: { name, address, id: printer_id },
    });
  }
  return matters.toSorted((one, other) => one.rank - other.rank);
}

/** The page's state in numbers, for its title line. */
export function summaryOf(status: PrintStatus): {
  online: number;
  /** Names of the printers that are not; one that was never asked is neither. */
  away: readonly string[];
  waiting: number;
  uncertain: number;
} {
  const isUp = (printer: PrintStatus['printers'][number]) =>
    ['ready', 'paper-low'].includes(knownState(printer) ?? '');
  return {
    online: status.printers.filter(isUp).length,
    away: status.printers
      .filter((printer) => knownState(printer) !== null && !isUp(printer))
      .map(({ name }) => name),
    waiting: (status.jobs['waiting'] ?? 0) + (status.jobs['printing'] ?? 0) + (status.jobs['at_agent'] ?? 0),
    uncertain: status.jobs['uncertain'] ?? 0,
  };
}
