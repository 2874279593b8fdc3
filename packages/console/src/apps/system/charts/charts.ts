import { bytesText, millisecondsText, short } from '../../../design/amounts.ts';
import { lastKnown } from '../../../design/chart.ts';
import type { Series } from './history.ts';

export interface SystemChart {
  /** Key under `system.charts.of`. */
  readonly name: string;
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

/** What is drawn, in the order in which one looks when something is slow. */
export const CHARTS: readonly SystemChart[] = [
  { name: 'messages', series: ['received', 'sent'], format: short },
  { name: 'late', series: ['late'], format: millisecondsText },
  { name: 'cpu', series: ['cpu'], format: (value) => `${short(value)} %` },
  { name: 'memory', series: ['rss'], format: bytesText },
  { name: 'writes', series: ['commits', 'writing'], format: short },
  { name: 'peers', series: ['peers'], format: short },
  { name: 'requests', series: ['requests'], format: short },
];

/** The value under the crosshair, else the newest; null in a gap. */
export function valueAt(
  values: readonly (number | null)[],
  index: number | null,
  format: (value: number) => string,
): string | null {
  const value = index === null ? lastKnown(values)?.value : values[index];
  return value === undefined || value === null ? null : format(value);
}
