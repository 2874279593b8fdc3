/** What a dialect expects of a connection before and between messages, so that the page is not sent away meanwhile. */
export interface Manners {
  /** Name of the sample that is said at once; without it the hub closes after ten seconds. */
  readonly greeting: string | null;
  /** The answer to what the hub has said; null when it needs none. */
  answer(name: string): Readonly<Record<string, unknown>> | null;
}

const NONE: Manners = { greeting: null, answer: () => null };

const MANNERS: Readonly<Record<string, Manners>> = {
  native: { ...NONE, greeting: 'hello' },
  // The old clients answer the hub's JSON pings; one that does not is taken for gone.
  print: { ...NONE, answer: (name) => (name === 'ping' ? { type: 'pong' } : null) },
};

export const mannersOf = (endpoint: string): Manners => MANNERS[endpoint] ?? NONE;
