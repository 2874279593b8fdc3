import { describe, expect, it } from 'vitest';
import { parseSaid, bridgeCodec, namedPrint } from '../stations/words.ts';
import { bridgeSamples } from './samples.ts';

const events = bridgeSamples.filter(({ endpoint }) => endpoint === 'bridge');

describe('samples of the stations', () => {
  it('are the same on the old port and on the main one', () => {
    const main = bridgeSamples.filter(({ endpoint }) => endpoint === 'bridge-main');
    expect(main).toEqual(events.map((sample) => ({ ...sample, endpoint: 'bridge-main' })));
  });

  it('are reports that a hub of that epoch understands', () => {
    const reports = events.filter(({ name }) => ['received', 'printed', 'failed'].includes(name));
    expect(reports).toHaveLength(3);
    for (const { sample } of reports) {
      expect(parseSaid((sample as { args: unknown[] }).args[0], 'k3x9')).toMatchObject({ job: 7 });
    }
  });

  it('look like what the hub really says', () => {
    const print = events.find(({ name, direction }) => name === 'print' && direction === 'out');
    expect(print?.sample).toEqual(namedPrint({ printData: '你好，打印站' }, 'k3x9.7', false));
    const refused = bridgeCodec.notice?.({ kind: 'refused', refusal: { refuse: 'KERNEL_TOO_FAST' } });
    const sample = events.find(({ name }) => name === 'refused')!.sample as {
      event: string;
      args: unknown[];
    };
    expect(JSON.parse(String(refused?.data))).toEqual([sample.event, ...sample.args]);
  });
});
