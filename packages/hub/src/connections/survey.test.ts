import { createLiveHouse } from '@posthouse/kernel/testing';
import type { ConnectionNews } from '@posthouse/protocol';
import { describe, expect, it } from 'vitest';
import { Survey } from './survey.ts';

async function setUp(guests: number, bounds: { followed?: number; rows?: number } = {}) {
  const house = createLiveHouse({ endpoint: { ping: 0 } });
  const said: ConnectionNews[] = [];
  const holdings = new Map<string, readonly string[]>();
  const survey = new Survey({
    clock: house.clock,
    peers: () => house.peers.list(),
    holdings: () => holdings,
    publish: (news) => void said.push(news),
    ...bounds,
  });
  const here = [];
  for (let n = 0; n < guests; n++) here.push(await house.connect({ address: `10.0.0.${n + 1}` }));
  return {
    house,
    survey,
    holdings,
    guests: here,
    /** One second passes; what the look says of peers, and of the sum. */
    look: () => {
      house.clock.advance(1_000);
      said.length = 0;
      survey.look();
      return {
        rows: said.filter((news) => news.is === 'peer'),
        gone: said.filter((news) => news.is === 'gone').map(({ id }) => id),
        summary: said.find((news) => news.is === 'summary'),
      };
    },
  };
}

const idOf = ({ peer }: { peer: { id: string } }) => peer.id;

describe('the survey of connections', () => {
  it('says everybody at first, then what changes, and what went', async () => {
    const { look, guests, holdings } = await setUp(3);
    expect(look().rows.map(({ id }) => id)).toEqual(guests.map(idOf));
    expect(look()).toEqual({ rows: [], gone: [], summary: undefined });
    await guests[1]!.inbound.message('one');
    await guests[1]!.inbound.message('two');
    expect(look().rows).toMatchObject([
      { id: idOf(guests[1]!), received: 2, received_rate: 2, sent_rate: 0 },
    ]);
    expect(look().rows).toMatchObject([{ received: 2, received_rate: 0 }]);
    expect(look().rows).toEqual([]);
    holdings.set(idOf(guests[0]!), ['papers print/printer/1']);
    expect(look().rows).toMatchObject([{ id: idOf(guests[0]!), holds: ['papers print/printer/1'] }]);
    guests[2]!.inbound.closed(1006);
    expect(look()).toMatchObject({ rows: [], gone: [idOf(guests[2]!)], summary: { total: 2 } });
  });

  it('tells who joins of everybody, with the rates of the last look', async () => {
    const { house, look, survey, guests } = await setUp(1);
    look();
    guests[0]!.peer.send('x');
    house.tick();
    look();
    expect(survey.snapshot()).toMatchObject([
      { is: 'summary', total: 1, listed: true, sent_rate: 1, endpoints: [{ endpoint: 'test', count: 1 }] },
      {
        is: 'peer',
        address: '10.0.0.1',
        transport: 'fake',
        who: 'somebody',
        sent: 1,
        sent_rate: 1,
        rtt: null,
      },
    ]);
    survey.rest();
    expect(survey.snapshot()).toMatchObject([{ is: 'summary' }, { is: 'peer', sent: 1, sent_rate: null }]);
  });

  it('gives sums alone when there are too many', async () => {
    const { look, survey, guests } = await setUp(4, { followed: 3 });
    await guests[0]!.inbound.message('x');
    expect(look()).toMatchObject({ rows: [], summary: { total: 4, listed: false } });
    expect(survey.snapshot()).toHaveLength(1);
    guests[0]!.inbound.closed(1006);
    expect(look().rows).toHaveLength(3);
  });

  it('says so many rows at once, and the others with the next looks', async () => {
    const { look, guests } = await setUp(5, { rows: 2 });
    const heard = new Set<string>();
    for (let second = 0; second < 4; second++) {
      // The first ones are never still.
      for (const guest of guests.slice(0, 2)) await guest.inbound.message('x');
      const { rows } = look();
      expect(rows.length).toBeLessThanOrEqual(2);
      for (const { id } of rows) heard.add(id);
    }
    expect([...heard].sort()).toEqual(guests.map(idOf).sort());
  });

  it('keeps nothing while nobody watches', async () => {
    const { look, survey, guests } = await setUp(1);
    look();
    survey.rest();
    guests[0]!.inbound.closed(1006);
    expect(look()).toMatchObject({ rows: [], gone: [], summary: { total: 0 } });
  });
});
