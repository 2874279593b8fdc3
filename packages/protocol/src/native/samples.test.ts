import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { parseClientMessage } from '../parse.ts';
import { clientWords } from './inbound.ts';
import { hubWords, type HubType } from './outbound.ts';
import { nativeSamples } from './samples.ts';

const namesOf = (direction: 'in' | 'out') =>
  nativeSamples.filter((one) => one.direction === direction).map(({ name }) => name);

describe('samples of the native protocol', () => {
  it('are one of every message', () => {
    expect(namesOf('in').sort()).toEqual(Object.keys(clientWords).sort());
    expect(namesOf('out').sort()).toEqual(Object.keys(hubWords).sort());
  });

  it.each(nativeSamples.map(({ direction, name, sample }) => [direction, name, sample] as const))(
    'fit their schema: %s %s',
    (direction, name, sample) => {
      const fits =
        direction === 'in'
          ? 'ok' in parseClientMessage(JSON.stringify(sample))
          : Check(hubWords[name as HubType], sample);
      expect(fits).toBe(true);
    },
  );
});
