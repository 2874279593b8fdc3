import { describe, expect, it } from 'vitest';
import { defineApps } from '../apps.ts';
import { loadConfig } from '../config/load.ts';
import { planDoors, servedEndpoints } from '../doors/endpoints.ts';
import { doorRows, pathOf } from './door-rows.ts';

describe('where a client connects', () => {
  it.each([
    [/^\/ws\/?$/, '/ws'],
    [/.*/, '/'],
    [/^\/socket[.]io(\/|$)/, '/socket.io/'],
    [/^\/(bridge\/)?socket[.]io(\/|$)/, '/socket.io/'],
    [/^\/bridge\/socket[.]io(\/|$)/, '/bridge/socket.io/'],
    [/(?!)/, null],
    [/^\/(a|b)$/, null],
  ])('%s is %j', (paths, path) => {
    expect(pathOf({ paths })).toBe(path);
  });
});

describe('doors', () => {
  const rowsOf = (env: Record<string, string>) => {
    const { config } = loadConfig({ file: null, env, flags: {} });
    const plans = planDoors(config.hub, servedEndpoints(config.hub, defineApps(config.apps)));
    const reports = plans.map(({ name, host, port }) => ({ name, host, port, state: 'open' as const }));
    return doorRows({
      plans,
      reports: [...reports, { name: 'lines', host: '127.0.0.1', port: 8080, state: 'unbuilt' }],
      config: config.hub,
      doors: config.doors,
    });
  };

  it('tell what speaks there', () => {
    const rows = rowsOf({});
    expect(rows.find(({ name }) => name === 'native')).toMatchObject({
      transport: 'ws',
      path: '/ws',
      subprotocol: 'posthouse.1',
      port: 5000,
      state: 'open',
    });
    expect(rows.find(({ name }) => name === 'print')).toMatchObject({ app: 'print', port: 8765, path: '/' });
    expect(rows.find(({ name }) => name === 'bridge')).toMatchObject({
      transport: 'socketio',
      path: '/socket.io/',
    });
    expect(rows.find(({ name }) => name === 'lines')).toMatchObject({ state: 'unbuilt', path: null });
  });

  it('tell who may come without a token', () => {
    const rows = rowsOf({
      POSTHOUSE_MAIN_OPEN: '10.0.0.0/8',
      POSTHOUSE_PRINT_OPEN: '192.168.0.0/16',
      POSTHOUSE_PRINT_ALLOW: '192.168.0.0/16',
    });
    expect(rows.find(({ name }) => name === 'main')).toMatchObject({
      open: ['10.0.0.0/8'],
      open_role: 'viewer',
      allow: [],
    });
    expect(rows.find(({ name }) => name === 'print')).toMatchObject({
      open: ['192.168.0.0/16'],
      open_role: 'print-client',
      allow: ['192.168.0.0/16'],
    });
  });
});
