import { refuse, type App, type Id, type Key, type Mailbox, type Op } from '@posthouse/kernel';

const box: Mailbox<string> = {
  name: 'bench.box',
  order: 'fifo',
  window: { items: 1, bytes: 1_000 },
  bound: Number.MAX_SAFE_INTEGER,
  silence: 30_000,
  again: () => null,
  rival: 'newest',
  async changed() {},
};

export interface PostArgs {
  readonly key: Key;
  readonly ref: string;
  readonly body: string;
}

export const post: Op<PostArgs, Id> = {
  name: 'bench.post',
  run: (tx, { key, ref, body }) => tx.post(box, key, body, { ref, lost: 'ask' }),
};

/** An app of one mailbox that is never emptied. */
export function defineApps(): readonly App[] {
  return [
    {
      name: 'bench',
      migrations: [],
      routes: [],
      errors: {},
      permissions: [],
      retention: [],
      ops: [post],
      boxes: [box],
      rooms: [],
      endpoints: [],
      periodic: [],
      async deadline() {},
      accept: async () => refuse('BENCH_NO'),
      start: async () => async () => {},
    },
  ];
}
