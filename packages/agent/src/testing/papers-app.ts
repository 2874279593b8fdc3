import { refuse, type App, type LogRoom, type Mailbox, type Op } from '@posthouse/kernel';

/** What the mailbox's `changed` was told, in order. */
export const facts: LogRoom = {
  name: 'facts',
  kind: 'log',
  keep: { count: 1_000, age: 3_600_000, durable: true },
  sequence: 'key',
  may: () => true,
};

/** The hub's mailbox of papers, as agents see it. */
const papers: Mailbox<unknown> = {
  name: 'papers',
  order: 'priority',
  window: { items: 1, bytes: 1_000_000 },
  bound: 100,
  silence: 60_000,
  again: () => null,
  rival: 'probe',
  async changed(tx, item, fact) {
    const what = fact.is === 'over' ? fact.how : fact.is;
    const said = 'report' in fact ? { report: fact.report } : {};
    await tx.publish(facts, item.key, { ref: item.ref, what, ...said });
  },
};

export interface PostedPaper {
  readonly printer: number;
  readonly job: number;
  readonly copy?: number;
  readonly attempt?: number;
  readonly text: string;
  readonly markup?: string;
  readonly commandSet?: string;
  readonly expires?: number;
}

export const post: Op<PostedPaper, number> = {
  name: 'papers.post',
  run: (tx, { printer, job, copy = 1, attempt = 1, text, markup, commandSet, expires }) =>
    tx.post(
      papers,
      `print/printer/${printer}`,
      {
        job,
        copy,
        attempt,
        copies: 1,
        priority: 5,
        content: text,
        ...(markup !== undefined && { markup }),
        printer: { paperWidth: 80, ...(commandSet !== undefined && { commandSet }) },
      },
      { ref: `${job}/${copy}/${attempt}`, lost: 'ask', ...(expires !== undefined && { expires }) },
    ),
};

export const takeBack: Op<{ printer: number; ref: string }, string> = {
  name: 'papers.take-back',
  run: (tx, { printer, ref }) => tx.revoke(papers, `print/printer/${printer}`, ref),
};

/** A person gives up on a paper. */
export const abandon: Op<{ item: number }, void> = {
  name: 'papers.abandon',
  run: (tx, { item }) => tx.abandon(item),
};

/** As little of a hub's print app as an agent needs. */
export const papersApp: App = {
  name: 'papers',
  migrations: [],
  routes: [],
  errors: {},
  permissions: [{ name: 'papers.hold', text: { zh: '领取小票', en: 'Hold papers' }, roles: [] }],
  retention: [],
  ops: [post, takeBack, abandon],
  boxes: [papers],
  rooms: [facts],
  endpoints: [],
  periodic: [],
  deadline: async () => {},
  start: async () => async () => {},
  accept: async () => refuse('KERNEL_FORBIDDEN'),
};
