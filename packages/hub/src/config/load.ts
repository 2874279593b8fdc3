import type { Option } from '@posthouse/kernel';
import { houses } from '../apps.ts';
import type { DoorSettings } from '../doors/settings.ts';
import { endpointOptions } from './endpoint-options.ts';
import { hubOptions, type HubConfig } from './hub-options.ts';
import { resolve, type Resolved, type Setting, type Sources } from './resolve.ts';

/** The old doors, whose names and ports are fixed, also those of apps that do not exist yet. */
export const DOORS: readonly {
  readonly name: string;
  readonly port: number;
  readonly alias?: string;
}[] = [
  { name: 'print', port: 8765 },
  { name: 'bridge', port: 3000, alias: 'PORT' },
  { name: 'lines', port: 8080 },
  { name: 'devices', port: 8000 },
];

/** Every option there is, in the order in which they are shown. */
export function allOptions(): readonly Option<unknown>[] {
  return [
    ...Object.values(hubOptions),
    ...houses.flatMap(({ options }) => options),
    ...DOORS.flatMap(({ name, port, alias }) => endpointOptions(name, port, alias)),
  ];
}

/** The whole configuration: the hub's part, and each app's slice by the app's name. */
export interface Config {
  readonly hub: HubConfig;
  readonly apps: AppsConfig;
  /** Every setting by its path, with where its value came from. */
  readonly settings: ReadonlyMap<string, Setting>;
  /** The endpoints that have a port of their own, or could have one. */
  readonly doors: readonly DoorSettings[];
}

/** Plain data: it is cloned into the store's threads (K2). */
export type AppsConfig = Readonly<Record<string, unknown>>;

/** Resolves all options at once; `config` may be used only when there are no faults. */
export function loadConfig(sources: Sources): { resolved: Resolved; config: Config } {
  const resolved = resolve(allOptions(), sources);
  return { resolved, config: configOf(resolved.settings) };
}

function configOf(settings: ReadonlyMap<string, Setting>): Config {
  const hub = Object.fromEntries(
    Object.entries(hubOptions).map(([key, { path }]) => [key, settings.get(path)?.value]),
  ) as HubConfig;
  const apps = Object.fromEntries(
    houses.map(({ name }) => [name, { ...sliceOf(settings, name, hub.host), timezone: hub.timezone }]),
  );
  const doors = DOORS.map(({ name }) => ({ name, ...sliceOf(settings, name, hub.host) }) as DoorSettings);
  return { hub, apps, settings, doors };
}

/** What is declared under `<name>.`, nested as its paths say. An empty host follows the main one. */
function sliceOf(settings: ReadonlyMap<string, Setting>, name: string, mainHost: string) {
  const slice: Record<string, unknown> = {};
  for (const [path, { value }] of settings) {
    const [owner, ...rest] = path.split('.');
    if (owner !== name) continue;
    const leaf = rest.pop() ?? '';
    let at = slice;
    for (const part of rest) at = (at[part] ??= {}) as Record<string, unknown>;
    at[leaf] = leaf === 'host' && value === '' ? mainHost : value;
  }
  return slice;
}
