import type { NewJob } from '@posthouse/bridge/contract';

/** What can be sent: the station's templates, and anything at all. */
export const KINDS = ['plain', 'text', 'qr', 'form', 'picture', 'json'] as const;
export type Kind = (typeof KINDS)[number];

const LABEL = ['product', 'bed', 'bundle', 'part', 'colour', 'size'] as const;
const FORM = [
  'quantity',
  'spec',
  'bundles',
  'layers',
  'pieces',
  'total_layers',
  'note',
  'cutting_note',
] as const;

/** The fields of each kind, by the names that the station knows; `long` ones are written over several lines. */
export const FIELDS: Readonly<Record<Kind, readonly string[]>> = {
  plain: ['text'],
  text: ['collection', ...LABEL],
  qr: ['qr', 'style', ...LABEL, 'quantity', 'note'],
  form: ['qr', 'collection', 'product', 'part', 'bed', 'bundle', ...FORM],
  picture: ['picture', 'width', 'height'],
  json: ['json'],
};
const LONG = ['text', 'json'];
export const isLong = (field: string): boolean => LONG.includes(field);

export interface SendForm {
  station: string;
  kind: Kind;
  /** By field; kept while another kind is looked at. */
  values: Record<string, string>;
  /** Keep it while the station is away. */
  queue: boolean;
  /** Hours that it waits at most. */
  hours: number;
}

export const MOST_HOURS = 168;
const LONGEST_ID = 128;

export function emptyForm(station: string): SendForm {
  return { station, kind: 'plain', values: {}, queue: true, hours: 24 };
}

/** `station`: none is named. `data`: there is nothing to print. `json`, `picture`: what is there makes no sense. */
export type FormFault = 'station' | 'data' | 'json' | 'picture';

export function faultsOf(form: SendForm): readonly FormFault[] {
  const id = form.station.trim();
  return [...(id === '' || id.length > LONGEST_ID ? (['station'] as const) : []), ...dataFaults(form)];
}

function dataFaults({ kind, values }: SendForm): readonly FormFault[] {
  const filled = FIELDS[kind].some((field) => (values[field] ?? '').trim() !== '');
  if (!filled) return ['data'];
  if (kind === 'json' && parsed(values['json'] ?? '') === undefined) return ['json'];
  if (kind === 'picture' && !/^(https?:\/\/|data:image\/)\S+$/.test((values['picture'] ?? '').trim())) {
    return ['picture'];
  }
  return [];
}

/** The body of `POST /api/bridge/jobs`. */
export function bodyOf(form: SendForm): NewJob {
  const { kind, queue, hours } = form;
  return {
    clientId: form.station.trim(),
    printData: dataOf(form),
    ...(kind !== 'json' && { template: kind }),
    queue,
    ...(queue && { expiresIn: Math.round(hours * 3_600) }),
  };
}

function dataOf({ kind, values }: SendForm): unknown {
  if (kind === 'plain') return values['text'];
  if (kind === 'json') return parsed(values['json'] ?? '');
  const filled = FIELDS[kind].flatMap((field) => {
    const value = (values[field] ?? '').trim();
    return value === '' ? [] : [[field, isMillimetres(kind, field) ? Number(value) : value] as const];
  });
  return Object.fromEntries(filled);
}

const isMillimetres = (kind: Kind, field: string): boolean => kind === 'picture' && field !== 'picture';

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
