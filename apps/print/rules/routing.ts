import { refuse, type Id, type Refusal } from '@posthouse/kernel';

interface Routable {
  readonly id: Id;
  readonly active: boolean;
  readonly autoPrint: boolean;
}

/** Where a confirmed order goes: a chosen printer alone, else every active one that prints orders, else anybody. */
export function routeOrder<P extends Routable>(
  printers: readonly P[],
  chosen: Id | null,
): readonly (P | null)[] | Refusal {
  if (chosen !== null) {
    const printer = printers.find(({ id }) => id === chosen);
    if (!printer) return refuse('PRINT_PRINTER_UNKNOWN', { printer_id: chosen });
    if (!printer.active) return refuse('PRINT_PRINTER_DISABLED', { printer_id: chosen });
    return [printer];
  }
  const ready = printers.filter(({ active, autoPrint }) => active && autoPrint);
  return ready.length > 0 ? ready : [null];
}

interface Sharing {
  /** Item categories it prints; empty: all. */
  readonly categories: readonly string[];
}

/**
 * Who prints which items: a printer with categories those alone, one without all of them. What no printer asked for
 * goes to the first, so that nothing ordered stays unprinted; a printer with nothing to print gets no job.
 */
export function shareItems<P extends Sharing, I extends { readonly category: string | null }>(
  printers: readonly (P | null)[],
  items: readonly I[],
): readonly { readonly printer: P | null; readonly items: readonly I[] }[] {
  const wants = (printer: P | null, { category }: I) =>
    printer === null ||
    printer.categories.length === 0 ||
    (category !== null && printer.categories.includes(category));
  const orphan = (item: I) => !printers.some((printer) => wants(printer, item));
  return printers
    .map((printer, index) => ({
      printer,
      items: items.filter((item) => wants(printer, item) || (index === 0 && orphan(item))),
    }))
    .filter((share) => share.items.length > 0);
}
