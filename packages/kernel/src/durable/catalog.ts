import type { App, Migration } from '../ports/app.ts';
import type { AnyMailbox } from '../ports/mailbox.ts';
import type { Room } from '../ports/room.ts';
import type { AnyOp } from '../ports/store.ts';
import type { AnyWork } from '../ports/work.ts';
import { kernelOps } from './ops.ts';
import { kernelMigrations } from './tables.ts';

/** Everything that is known by name on both sides of the thread boundary. */
export interface Catalog {
  readonly apps: ReadonlyMap<string, App>;
  readonly ops: ReadonlyMap<string, AnyOp>;
  readonly boxes: ReadonlyMap<string, AnyMailbox>;
  readonly rooms: ReadonlyMap<string, Room<unknown>>;
  readonly works: ReadonlyMap<string, AnyWork>;
  /** The kernel's first, then each app's; names are prefixed with their owner. */
  readonly migrations: readonly Migration[];
}

/** Joins the apps into one catalog. Throws when two things claim one name. */
export function createCatalog(apps: readonly App[]): Catalog {
  return {
    apps: byName('app', apps),
    ops: byName('op', [...kernelOps, ...apps.flatMap((app) => app.ops)]),
    boxes: byName(
      'mailbox',
      apps.flatMap((app) => app.boxes),
    ),
    rooms: byName(
      'room',
      apps.flatMap((app) => app.rooms),
    ),
    works: byName(
      'work',
      apps.flatMap((app) => app.works ?? []),
    ),
    migrations: [
      ...prefixed('kernel', kernelMigrations),
      ...apps.flatMap((app) => prefixed(app.name, app.migrations)),
    ],
  };
}

function byName<T extends { readonly name: string }>(
  kind: string,
  things: readonly T[],
): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const thing of things) {
    if (map.has(thing.name)) throw new Error(`two of the apps define the ${kind} ${thing.name}`);
    map.set(thing.name, thing);
  }
  return map;
}

function prefixed(owner: string, migrations: readonly Migration[]): Migration[] {
  return migrations.map((migration) => ({ ...migration, name: `${owner}-${migration.name}` }));
}
