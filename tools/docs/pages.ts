import { format } from 'prettier';
import { kernelRetention, type App, type Ms, type Option } from '@posthouse/kernel';
import { asyncApi } from '../../packages/protocol/src/asyncapi.ts';
import { errorAreas } from '../../packages/hub/src/all-errors.ts';
import { defineApps } from '../../packages/hub/src/apps.ts';
import { allOptions, loadConfig } from '../../packages/hub/src/config/load.ts';
import { shownValue } from '../../packages/hub/src/config/shown.ts';
import { page, table } from './markdown.ts';

/** The apps as they are with every setting at its default. */
function apps(): readonly App[] {
  return defineApps(loadConfig({ file: null, env: {}, flags: {} }).config.apps);
}

/** Every page that is written from the code, by its path. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/ERRORS.md', await errorsPage()],
    ['docs/CONFIGURATION.md', await configurationPage()],
    ['docs/RETENTION.md', await retentionPage()],
    [
      'docs/asyncapi.json',
      await format(JSON.stringify(asyncApi(), null, 2), { parser: 'json', printWidth: 110 }),
    ],
  ]);
}

function errorsPage(): Promise<string> {
  const areas = errorAreas(apps()).map(({ area, errors }) =>
    [
      `## ${area}`,
      table(
        ['code', 'HTTP', '中文', 'English'],
        Object.entries(errors).map(([code, { status, text, remedy }]) => [
          `\`${code}\``,
          String(status),
          remedy ? `${text.zh}。${remedy.zh}。` : `${text.zh}。`,
          remedy ? `${text.en}. ${remedy.en}.` : `${text.en}.`,
        ]),
      ),
    ].join('\n\n'),
  );
  return page(
    'Errors',
    'Every code that the hub refuses with: on our own routes as `{"error": {"code", "message", "remedy"?, "detail"?}}`, in the language of `Accept-Language`; on sockets as each protocol words it; at the start on the terminal. A retired code is never used again.',
    ...areas,
  );
}

function configurationPage(): Promise<string> {
  return page(
    'Configuration',
    [
      'Each setting is declared once. The stronger source wins: default < `posthouse.config.json` or `.yaml` in the working folder (or `--config`) < variable < flag. `posthouse config --print` shows every value and where it came from.',
      'In the file a dotted name is nested: `print.port` is `print: { port: … }`. Lists are comma-separated in variables. Spans are written `500ms`, `30s`, `2h`; a bare number means seconds.',
    ].join('\n\n'),
    table(
      ['variable', 'file', 'flag', 'default', '中文', 'English'],
      allOptions().map((option) => [
        `\`${option.env}\``,
        `\`${option.path}\``,
        option.flag === undefined ? '' : `\`${option.flag}\``,
        shownDefault(option),
        option.summary.zh,
        option.summary.en,
      ]),
    ),
  );
}

function shownDefault(option: Option<unknown>): string {
  // The page must not depend on the machine that writes it.
  if (option.path === 'timezone') return "the system's";
  const text = shownValue({ option, value: option.fallback });
  return text === '' ? '' : `\`${text}\``;
}

function retentionPage(): Promise<string> {
  const owners = [
    { name: 'kernel', retention: kernelRetention },
    ...apps().filter(({ retention }) => retention.length > 0),
  ];
  const rooms = apps().flatMap(({ rooms }) => rooms);
  const logs = rooms.flatMap((room) => (room.kind === 'log' ? [{ name: room.name, keep: room.keep }] : []));
  return page(
    'Retention',
    'How long rows stay. What is older goes in small groups every ten minutes; what is still on its way never goes.',
    table(
      ['owner', 'rows', 'kept', '中文', 'English'],
      owners.flatMap(({ name, retention }) =>
        retention.map(({ table, keep, what }) => [
          name,
          `\`${table}\``,
          keep === 0 ? 'as declared' : span(keep),
          what.zh,
          what.en,
        ]),
      ),
    ),
    '## Log rooms',
    table(
      ['room', 'messages', 'age', 'after a restart'],
      logs.map(({ name, keep }) => [
        `\`${name}\``,
        String(keep.count),
        span(keep.age),
        keep.durable ? 'kept' : 'gone; the gap is announced',
      ]),
    ),
  );
}

const UNITS: readonly (readonly [Ms, string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
];

function span(ms: Ms): string {
  const [unit, name] = UNITS.find(([unit]) => ms % unit === 0) ?? [1, 'millisecond'];
  const count = ms / unit;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
