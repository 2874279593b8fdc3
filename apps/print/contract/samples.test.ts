import { describe, expect, it } from 'vitest';
import type { Item } from '@posthouse/kernel';
import { parseInbound } from '../old-clients/inbound.ts';
import { createWords } from '../old-clients/outbound.ts';
import type { PaperBody } from '../rules.ts';
import { printSamples } from './samples.ts';

const of = (direction: 'in' | 'out') => printSamples.filter((sample) => sample.direction === direction);

describe('samples of the old print clients', () => {
  it.each(of('in').map(({ name, sample }) => [name, sample] as const))(
    'are understood, or ignored as promised: %s',
    (name, sample) => {
      const said = parseInbound(JSON.stringify(sample));
      expect(said?.type ?? null).toBe(name === 'pong' ? null : name);
    },
  );

  it('look like what the hub really says', () => {
    const words = createWords('发财小狗饮品店', 'k3x9', () => '2026-01-01 08:00:00');
    const body: Partial<PaperBody> = {
      job: 123,
      copy: 1,
      attempt: 1,
      content: 'text',
      priority: 1,
      printer: {
        id: 1,
        name: '前台打印机',
        ip: null,
        paperWidth: 80,
        type: 'thermal',
      } as PaperBody['printer'],
      order: { id: 456, status: 'confirmed', totalCents: 2_500, createdAt: 0, phone: null } as never,
    };
    const told = [
      words.welcome(0),
      words.acknowledge(0),
      words.ping(0),
      words.pong(0),
      words.newOrder({ body } as Item<PaperBody>, 0),
    ];
    expect(of('out').map(({ sample }) => shapeOf(sample))).toEqual(told.map(shapeOf));
  });
});

/** Names and kinds of an object's fields, in order. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.entries(value).map(([name, field]) => [name, shapeOf(field)]);
}
