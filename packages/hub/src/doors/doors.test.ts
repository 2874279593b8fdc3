import type { App, Endpoint } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { planDoors, type Served } from './endpoints.ts';
import { matchEndpoint } from './match.ts';

const { hub } = loadConfig({ file: null, env: {}, flags: {} }).config;

function endpoint(name: string, more: Partial<Endpoint> = {}): Endpoint {
  return {
    name,
    transport: 'ws',
    port: 0,
    host: '127.0.0.1',
    paths: /^\//,
    origins: [],
    maxMessage: 1,
    ping: 1,
    timeout: 1,
    open: [],
    ...more,
  };
}
const served = (endpoint: Endpoint): Served => ({ endpoint, app: {} as App });

describe('doors', () => {
  it('share the main port, a port of their own, or one between them', () => {
    const plans = planDoors(
      hub,
      [
        endpoint('native'),
        endpoint('print', { port: 8765 }),
        endpoint('devices', { port: 8000 }),
        endpoint('telemetry', { port: 8000 }),
        endpoint('lan', { port: 8000, host: '10.0.0.2' }),
      ].map(served),
    );
    expect(
      plans.map(({ name, host, port, served }) => [
        name,
        host,
        port,
        served.map(({ endpoint }) => endpoint.name),
      ]),
    ).toEqual([
      ['main', '127.0.0.1', 5000, ['native']],
      ['print', '127.0.0.1', 8765, ['print']],
      ['devices', '127.0.0.1', 8000, ['devices', 'telemetry']],
      ['lan', '10.0.0.2', 8000, ['lan']],
    ]);
  });

  it.each<[string, string | undefined, string | null]>([
    ['/ws', 'posthouse.1', 'native'],
    ['/ws?token=x', 'other, posthouse.1', 'native'],
    ['/ws', undefined, 'lines'],
    ['/ws', 'other', 'lines'],
    ['/socket.io/?EIO=4', undefined, 'tasks'],
    ['/nowhere', undefined, null],
  ])('%s with the sub-protocol %s is for %s', (url, offered, name) => {
    const endpoints = [
      endpoint('lines', { paths: /^\/ws$/ }),
      endpoint('native', { paths: /^\/ws$/, subprotocol: 'posthouse.1' }),
      endpoint('tasks', { paths: /^\/socket[.]io\// }),
    ];
    const headers = offered === undefined ? {} : { 'sec-websocket-protocol': offered };
    expect(matchEndpoint(endpoints, { url, headers })?.name ?? null).toBe(name);
  });
});
