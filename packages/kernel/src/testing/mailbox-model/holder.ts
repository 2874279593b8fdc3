import type { Id } from '../../ports/base.ts';
import type { Holder, Item, Lease, Report } from '../../ports/mailbox.ts';

/** A printer-like holder: it is offered items, starts one, writes it, and says so. */
export class TestHolder implements Holder<string> {
  readonly remembers?: string;
  readonly offered = new Map<Id, { item: Item<string>; lease: Lease }>();
  readonly written = new Map<Id, { item: Item<string>; lease: Lease }>();

  constructor(journal: string | undefined) {
    if (journal !== undefined) this.remembers = journal;
  }

  deliver(item: Item<string>, lease: Lease): void {
    // Begun before: only the journal can say how far it got, and it is not written again.
    if (item.state !== 'waiting') this.written.set(item.id, { item, lease });
    else this.offered.set(item.id, { item, lease });
  }

  revoke(id: Id): void {
    this.offered.delete(id);
  }

  async alive(): Promise<boolean> {
    return true;
  }

  async start(pick: number): Promise<{ item: Item<string>; started: boolean } | undefined> {
    const offer = at([...this.offered.values()], pick);
    if (!offer) return undefined;
    this.offered.delete(offer.item.id);
    const started = await offer.lease.start(offer.item.id);
    if (started) this.written.set(offer.item.id, offer);
    return { item: offer.item, started };
  }

  async report(pick: number, report: Report): Promise<Id | undefined> {
    const said = at([...this.written.values()], pick);
    if (!said) return undefined;
    await said.lease.report(said.item.id, report);
    if (report.is === 'over') this.written.delete(said.item.id);
    return said.item.id;
  }
}

export function at<T>(list: readonly T[], pick: number): T | undefined {
  return list.length === 0 ? undefined : list[pick % list.length];
}
