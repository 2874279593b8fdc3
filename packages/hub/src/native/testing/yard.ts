import type { App, LogRoom, Mailbox, Op, StateRoom } from '@posthouse/kernel';

/** What the mailbox's `changed` was told, in order: a durable log, so that a test can subscribe to it. */
export const facts: LogRoom = {
  name: 'yard.facts',
  kind: 'log',
  keep: { count: 1_000, age: 3_600_000, durable: true },
  sequence: 'key',
  may: () => true,
};

export const box: Mailbox<{ text: string }> = {
  name: 'yard.box',
  order: 'fifo',
  window: { items: 2, bytes: 10_000 },
  bound: 100,
  silence: 60_000,
  again: () => null,
  rival: 'first',
  async changed(tx, item, fact) {
    const what = fact.is === 'over' ? fact.how : fact.is;
    const said = 'report' in fact ? { report: fact.report } : {};
    await tx.publish(facts, item.key, { ref: item.ref, what, ...said });
  },
};

export const notices: LogRoom = { ...facts, name: 'yard.notices' };

const chat: LogRoom = {
  ...facts,
  name: 'yard.chat',
  keep: { count: 100, age: 60_000, durable: false },
};

const secret: LogRoom = { ...facts, name: 'yard.secret', may: () => false };

const board: StateRoom<{ id: string; value: number }> = {
  name: 'yard.board',
  kind: 'state',
  may: () => true,
  id: ({ id }) => id,
  snapshot: async (store) => ({ at: await store.read(lookAt, null), values: [{ id: 'a', value: 1 }] }),
};

const lookAt: Op<null, number> = {
  name: 'yard.look-at',
  run: (tx) => tx.at(),
};

export const post: Op<{ key: string; ref: string; lost: 'ask' | 'redeliver' }, number> = {
  name: 'yard.post',
  run: (tx, { key, ref, lost }) => tx.post(box, key, { text: `text of ${ref}` }, { ref, lost }),
};

export const takeBack: Op<{ key: string; ref: string }, string> = {
  name: 'yard.take-back',
  run: (tx, { key, ref }) => tx.revoke(box, key, ref),
};

export const announce: Op<{ key: string; text: string }, void> = {
  name: 'yard.announce',
  run: (tx, { key, text }) => tx.publish(notices, key, text),
};

const text = { zh: '试', en: 'test' };

/** An app that has one of everything that native peers can use. */
export const yard: App = {
  name: 'yard',
  migrations: [],
  routes: [],
  errors: {},
  permissions: [
    { name: 'yard.box.hold', text, roles: [] },
    { name: 'yard.chat.publish', text, roles: [] },
    { name: 'yard.notices.publish', text, roles: [] },
  ],
  retention: [],
  ops: [post, takeBack, announce, lookAt],
  boxes: [box],
  rooms: [facts, notices, chat, secret, board],
  endpoints: [],
  periodic: [],
  async deadline() {},
  async start() {
    return async () => {};
  },
  async accept() {
    return { refuse: 'KERNEL_FORBIDDEN' };
  },
};
