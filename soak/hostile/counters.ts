/** What /metrics says of refusals, by code, and how many connections are open. */
export interface Counters {
  readonly refusals: ReadonlyMap<string, number>;
  readonly connections: number;
}

const LINE = /^posthouse_(connection_refusals_total|refusals_total|connections)\{\w+="(\w+)"\} (\d+)$/gm;

export async function readCounters(url: string): Promise<Counters> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return parseCounters(text);
}

export function parseCounters(text: string): Counters {
  const refusals = new Map<string, number>();
  let connections = 0;
  for (const [, name, label = '', value] of text.matchAll(LINE)) {
    if (name === 'connections') connections += Number(value);
    else refusals.set(label, (refusals.get(label) ?? 0) + Number(value));
  }
  return { refusals, connections };
}

/** By how much each code's counter has grown. */
export function grown(before: Counters, after: Counters): Record<string, number> {
  const growth = [...after.refusals].map(
    ([code, count]) => [code, count - (before.refusals.get(code) ?? 0)] as const,
  );
  return Object.fromEntries(growth.filter(([, count]) => count > 0));
}
