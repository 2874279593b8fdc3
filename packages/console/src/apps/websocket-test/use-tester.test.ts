import { effectScope } from 'vue';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from './endpoints.ts';
import { useTester, type Tester } from './use-tester.ts';
import type { WireEars } from './wire.ts';

const native: Endpoint = {
  name: 'native',
  app: 'native',
  transport: 'ws',
  port: 5000,
  path: '/ws',
  subprotocol: 'posthouse.1',
  samples: [{ direction: 'in', name: 'hello', sample: { type: 'hello', id: '1' } }],
};
const print: Endpoint = { ...native, name: 'print', subprotocol: null, samples: [] };

function open(): { tester: Tester; wires: { ears: WireEars; sent: unknown[]; closed: boolean }[] } {
  const wires: { ears: WireEars; sent: unknown[]; closed: boolean }[] = [];
  const tester = effectScope().run(() =>
    useTester({
      now: () => Date.parse('2025-07-14T10:00:00.000Z'),
      ended: ({ code, reason }) => `${code} ${reason}`.trim(),
      openPlain(_options, ears) {
        const wire = { ears, sent: [] as unknown[], closed: false };
        wires.push(wire);
        return { send: (message) => void wire.sent.push(message), close: () => void (wire.closed = true) };
      },
    }),
  )!;
  return { tester, wires };
}
const ways = (tester: Tester) => tester.log.value.map(({ way, name }) => `${way} ${name}`);

describe('the tester', () => {
  it('says hello where it must, and notes what passes', async () => {
    const { tester, wires } = open();
    await tester.connect(native, 'ws://hub/ws', '');
    wires[0]!.ears.open();
    wires[0]!.ears.received('{"type":"welcome"}');
    expect(wires[0]!.sent).toEqual([{ type: 'hello', id: '1' }]);
    expect(ways(tester)).toEqual(['state connecting', 'state open', 'sent hello', 'received welcome']);
  });

  it('answers the pings of the old print dialect, unless told not to', async () => {
    const { tester, wires } = open();
    await tester.connect(print, 'ws://hub:8765/', '');
    wires[0]!.ears.open();
    wires[0]!.ears.received('{"type":"ping"}');
    tester.polite.value = false;
    wires[0]!.ears.received('{"type":"ping"}');
    expect(wires[0]!.sent).toEqual([{ type: 'pong', timestamp: '2025-07-14T10:00:00.000000' }]);
  });

  it('says why it ended, and sends nothing afterwards', async () => {
    const { tester, wires } = open();
    await tester.connect(print, 'ws://hub:8765/', '');
    wires[0]!.ears.open();
    wires[0]!.ears.closed({ code: 4409, reason: 'HUB_PEER_KICKED' });
    tester.send({ type: 'ping' });
    expect(tester.state.value).toBe('closed');
    expect(tester.log.value.at(-1)).toMatchObject({ way: 'state', text: '4409 HUB_PEER_KICKED' });
    expect(wires[0]!.sent).toEqual([]);
  });

  it('has one connection at a time, and hears nothing more of the last', async () => {
    const { tester, wires } = open();
    await tester.connect(print, 'ws://hub:8765/', '');
    await tester.connect(native, 'ws://hub/ws', '');
    expect(wires[0]!.closed).toBe(true);
    wires[0]!.ears.received('{"type":"late"}');
    wires[0]!.ears.closed({ code: 1000, reason: '' });
    expect(ways(tester)).toEqual(['state connecting', 'state connecting']);
    expect(tester.state.value).toBe('connecting');
  });

  it('ends when it is told to', async () => {
    const { tester, wires } = open();
    await tester.connect(print, 'ws://hub:8765/', '');
    tester.disconnect();
    expect(wires[0]!.closed).toBe(true);
    expect(tester.state.value).toBe('closed');
    tester.clear();
    expect(tester.log.value).toEqual([]);
  });
});
