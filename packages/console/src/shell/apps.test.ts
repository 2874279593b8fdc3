import { expect, it } from 'vitest';
import { apps } from '../apps/index.ts';
import type { ConsoleApp, NavItem } from '../console-app.ts';
import { visibleApps } from './apps.ts';

const app = (name: string, permissions: string[], nav: NavItem[]): ConsoleApp => ({
  name,
  icon: {},
  group: 'app',
  key: name.charAt(0),
  permissions,
  nav,
  routes: [],
  words: { 'zh-CN': {}, en: {} },
});

it('shows the parts and the lines of the menu that somebody may see', () => {
  const print = app(
    'print',
    ['print.job.read', 'print.order.read'],
    [
      { to: '/print', word: 'a', permission: 'print.job.read' },
      { to: '/print/orders', word: 'b', permission: 'print.order.read' },
    ],
  );
  const system = app('system', ['hub.status.read'], [{ to: '/system', word: 'c' }]);
  const lost = app('lost', [], [{ to: '/lost', word: 'd', permission: 'nobody.has' }]);
  const mine = new Set(['print.order.read']);
  const seen = visibleApps([print, system, lost], (name) => name === undefined || mine.has(name));
  expect(seen.map(({ app: { name }, nav }) => [name, nav.map(({ to }) => to)])).toEqual([
    ['print', ['/print/orders']],
  ]);
});

it('gives every part a name, a key and addresses of its own', () => {
  const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);
  unique(apps.map(({ name }) => name));
  unique([...apps.map(({ key }) => key), 'h']);
  unique(apps.flatMap(({ nav }) => nav.map(({ to }) => to)));
  for (const { name, nav, routes } of apps) {
    for (const { path } of routes) expect(`${path}/`).toMatch(new RegExp(`^/${name}/`));
    // Every line of the menu leads to a page.
    expect(routes.map(({ path }) => path)).toEqual(expect.arrayContaining(nav.map(({ to }) => to)));
  }
});
