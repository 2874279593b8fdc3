import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLocalTime } from '../receipt/local-time.ts';
import { receiptText } from '../receipt/text.ts';
import { parseInbound } from './inbound.ts';
import { createWords, oldCodec } from './outbound.ts';

const NOW = Date.UTC(2025, 6, 14, 2, 30, 0, 123);
const words = createWords(
  '发财小狗饮品店',
  'f3b1c2d4-0000-4000-8000-000000000000',
  createLocalTime('Asia/Shanghai'),
);

describe('what old clients say', () => {
  it('is understood whatever else it carries', () => {
    const info = { type: 'printer_info', timestamp: 'x', printer: { name: ' 前台\n', model: 'M', more: 1 } };
    expect(parseInbound(JSON.stringify(info))).toEqual({
      type: 'printer_info',
      name: '前台',
      acknowledge: true,
    });
    expect(parseInbound({ type: 'print_status', job_id: 7, status: 'failed', message: 3 })).toEqual({
      type: 'print_status',
      job: 7,
      status: 'failed',
      message: '',
      timestamp: null,
    });
    expect(parseInbound('{"type":"status_response","printer_status":{"status":"paper low"}}')).toEqual({
      type: 'status_response',
      status: 'paper low',
    });
  });

  it('is ignored where it makes no sense, whatever it is', () => {
    fc.assert(fc.property(fc.anything(), (data) => void parseInbound(data)));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (job_id, status) => {
        const said = parseInbound(JSON.stringify({ type: 'print_status', job_id, status }));
        expect(said === null || said.type === 'print_status').toBe(true);
      }),
    );
  });
});

describe('what they are told', () => {
  it('carries the old server’s local time with six fraction digits', () => {
    expect(words.pong(NOW)).toEqual({ type: 'pong', timestamp: '2025-07-14T10:30:00.123000' });
  });

  it('fits the 4,096 bytes that one client reads, for an order of twelve drinks', () => {
    const item = {
      name: '杨枝甘露大满贯',
      quantity: 2,
      unitCents: 2_500,
      subtotalCents: 5_000,
      size: 'large',
      temperature: 'ice',
      sugarLevel: 'half_sugar',
      iceLevel: 'less_ice',
      notes: '不要葡萄干',
    };
    const order = {
      id: 1_234_567,
      status: 'confirmed' as const,
      notes: '打包，放门口',
      totalCents: 60_000,
      items: Array.from({ length: 12 }, () => item),
    };
    const frame = oldCodec.direct(
      words.newOrder(
        {
          id: 1,
          box: 'papers',
          key: 'print/any',
          seq: 1,
          ref: '1/1/1',
          tries: 1,
          state: 'started',
          body: {
            job: 1_234_567,
            copy: 1,
            attempt: 1,
            copies: 1,
            priority: 1,
            type: 'order',
            content: receiptText('发财小狗饮品店', order, '2025-07-14 10:30:00'),
            order: {
              id: order.id,
              status: 'confirmed',
              totalCents: 60_000,
              createdAt: NOW,
              phone: '13800000000',
            },
            printer: {
              id: 1,
              name: '前台打印机',
              ip: '192.168.1.100',
              paperWidth: 80,
              type: 'thermal',
              commandSet: 'escpos',
            },
          },
        },
        NOW,
      ),
    );
    expect(new TextEncoder().encode(String(frame.data)).length).toBeLessThan(4_096);
  });
});
