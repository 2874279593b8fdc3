import type { AnyMailbox, Holder, Id, Item, Kernel, Lease, Peer, Report } from '@posthouse/kernel';
import { expect, it } from 'vitest';
import type { Said } from './codec.ts';
import type { Context } from './context.ts';
import { Holdings } from './holdings.ts';

const EPOCH = 'e1';
const mailbox = { box: 'yard.box', key: 'yard/1' };

/** One mailbox, held, whose items all wait in one line. */
async function holding() {
  const said: Said[] = [];
  const started: Id[] = [];
  const lookedUp: Id[] = [];
  const reports: { id: Id; report: Report }[] = [];
  let holder: Holder<unknown> | undefined;
  const lease = {
    epoch: 1,
    lost: new AbortController().signal,
    start: async (id: Id) => started.push(id) > 0,
    report: async (id: Id, report: Report) => void reports.push({ id, report }),
    release: async () => {},
  } satisfies Lease;
  const boxes = {
    hold: async (_box: unknown, _key: string, by: Holder<unknown>) => {
      holder = by;
      return lease;
    },
    lineOf: async (item: Id) => {
      lookedUp.push(item);
      return mailbox;
    },
  };
  const box = { name: mailbox.box } as AnyMailbox;
  const context = {
    peer: { id: 'p', principal: { id: 'agent', roles: [], anonymous: false } } as unknown as Peer,
    kernel: {
      store: { epoch: EPOCH },
      boxes,
      auth: { may: async () => true },
    } as unknown as Kernel,
    catalog: {
      apps: new Map([['yard', { permissions: [{ name: 'yard.box.hold' }], boxes: [box] }]]),
      boxes: new Map([[mailbox.box, box]]),
    } as unknown as Context['catalog'],
    limits: { message: 1, subscriptions: 1, holds: 1, rate: 1 },
    methods: new Map(),
    say: (message) => void said.push(message),
    text: (code) => code,
  } satisfies Context;
  const holdings = new Holdings(context);
  await holdings.hold({ type: 'hold', data: mailbox });
  const deliver = (id: Id) =>
    holder!.deliver(
      { ...mailbox, id, seq: id, tries: 0, state: 'waiting', body: null } as unknown as Item<unknown>,
      lease,
    );
  return { holdings, deliver, said, started, reports, lookedUp };
}

it('K10: takes words about its oldest item also when more came than are remembered', async () => {
  const { holdings, deliver, said, started, reports } = await holding();
  for (let id = 1; id <= 2_000; id++) deliver(id);
  said.length = 0;
  const item = `${EPOCH}.1`;
  await holdings.start({ type: 'start', data: { item } });
  await holdings.report({ type: 'over', data: { item, how: 'done' } });
  expect(started).toEqual([1]);
  expect(reports).toEqual([{ id: 1, report: { is: 'over', how: 'done' } }]);
  expect(said.map(({ type }) => type)).toEqual(['go', 'recorded']);
});

it('starts nothing of another epoch, and looks nothing up for who holds nothing', async () => {
  const { holdings, deliver, said, started, lookedUp } = await holding();
  deliver(1);
  said.length = 0;
  await holdings.release({ type: 'release', data: mailbox });
  await holdings.start({ type: 'start', data: { item: `${EPOCH}.2` } });
  await holdings.start({ type: 'start', data: { item: 'e0.1' } });
  expect([...started, ...lookedUp]).toEqual([]);
  expect(said.map(({ type }) => type)).toEqual(['revoke', 'revoke']);
});
