import { inject, type InjectionKey } from 'vue';
import type { ConsoleApp, NavItem } from '../console-app.ts';
import { provided } from '../live/api.ts';

export const APPS: InjectionKey<readonly ConsoleApp[]> = Symbol('apps');

export function useApps(): readonly ConsoleApp[] {
  return provided(inject(APPS));
}

/** The parts that somebody may see, each with the lines of its menu that they may see. */
export function visibleApps(
  apps: readonly ConsoleApp[],
  may: (permission: string | undefined) => boolean,
): readonly { app: ConsoleApp; nav: readonly NavItem[] }[] {
  return apps.flatMap((app) => {
    if (app.permissions.length > 0 && !app.permissions.some((permission) => may(permission))) return [];
    const nav = app.nav.filter(({ permission }) => may(permission));
    return nav.length === 0 ? [] : [{ app, nav }];
  });
}
