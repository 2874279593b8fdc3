import { bridgeSamples } from '@posthouse/bridge/contract';
import { printSamples } from '@posthouse/print/contract';
import type { Sample } from '@posthouse/protocol';
import { nativeSamples } from '@posthouse/protocol/samples';

/** The dialects of every app, in one list. */
const samples: readonly Sample[] = [...nativeSamples, ...printSamples, ...bridgeSamples];

const byEndpoint = Map.groupBy(samples, ({ endpoint }) => endpoint);

/** One of every message that an endpoint hears or says. */
export const samplesOf = (endpoint: string): readonly Sample[] => byEndpoint.get(endpoint) ?? [];
