/** A value inside a message, and how to reach it. */
export interface Field {
  readonly path: readonly (string | number)[];
  /** `data.since.seq`, as people write it. */
  readonly name: string;
  readonly value: string | number | boolean | null;
}

/** Fields shown of one message; a larger one is edited as JSON. */
const MOST = 40;

/** Every single value of a message, in its order; null when it has too many, or is no object at all. */
export function fieldsOf(message: unknown): readonly Field[] | null {
  if (typeof message !== 'object' || message === null) return null;
  const fields = [...leavesOf(message, [])];
  return fields.length > MOST ? null : fields;
}

function* leavesOf(value: unknown, path: readonly (string | number)[]): Generator<Field> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* leavesOf(item, [...path, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) yield* leavesOf(item, [...path, name]);
  } else if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
    yield { path, name: path.join('.'), value: value as Field['value'] };
  }
}

/** The message with another value at that place. */
export function withField(message: unknown, [step, ...rest]: Field['path'], value: Field['value']): unknown {
  if (step === undefined) return value;
  if (Array.isArray(message)) {
    return message.map((item: unknown, index) => (index === step ? withField(item, rest, value) : item));
  }
  const of = message as Record<string, unknown>;
  return { ...of, [step]: withField(of[step], rest, value) };
}

/** What was typed, as the kind of value that the field held: a number stays one where it can. */
export function typedAs(before: Field['value'], text: string): Field['value'] {
  if (typeof before === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

/** A sample as it would be said now: its `timestamp` is of this moment, in the form that the dialect writes. */
export function freshOf(sample: unknown, now: number): unknown {
  if (typeof sample !== 'object' || sample === null || !('timestamp' in sample)) return sample;
  const iso = new Date(now).toISOString();
  const naive = typeof sample.timestamp === 'string' && !sample.timestamp.endsWith('Z');
  // The old print clients write microseconds and no zone.
  return { ...sample, timestamp: naive ? `${iso.slice(0, -1)}000` : iso };
}
