import { expect, it } from 'vitest';
import { grown, parseCounters } from './counters.ts';

const PAGE = `# HELP posthouse_refusals_total Requests refused
posthouse_refusals_total{code="HUB_A"} 2
posthouse_connection_refusals_total{code="KERNEL_B"} 3
posthouse_connection_refusals_total{code="HUB_A"} 1
posthouse_connections{endpoint="native"} 4
posthouse_connections{endpoint="print"} 1
posthouse_connections_total 99
`;

it('reads refusals of requests and connections together, and who is connected', () => {
  const { refusals, connections } = parseCounters(PAGE);
  expect(Object.fromEntries(refusals)).toEqual({ HUB_A: 3, KERNEL_B: 3 });
  expect(connections).toBe(5);
});

it('tells what has grown', () => {
  const before = parseCounters(PAGE);
  const after = parseCounters(PAGE.replace('KERNEL_B"} 3', 'KERNEL_B"} 10'));
  expect(grown(before, after)).toEqual({ KERNEL_B: 7 });
  expect(grown(parseCounters(''), after)).toEqual({ HUB_A: 3, KERNEL_B: 10 });
});
