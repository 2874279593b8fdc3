import { createCatalog, type Principal } from '@posthouse/kernel';
import { clientWords } from '@posthouse/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { defineApps } from '../packages/hub/src/apps.ts';
import { createGrants, knownRoles } from '../packages/hub/src/auth/roles.ts';
import { hubErrors } from '../packages/hub/src/errors.ts';
import { loadConfig } from '../packages/hub/src/config/load.ts';
import type { RegisteredRoute } from '../packages/hub/src/http/server.ts';
import { permissionFor } from '../packages/hub/src/native/rights.ts';
import { RawPeer } from '../packages/hub/src/native/testing/raw-peer.ts';
import { freePort } from '../test-support/free-port.ts';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';
import { sayings } from './access-table/sayings.ts';

/** Apps as every part of the hub builds them: the contracts that the tables are generated from. */
const { config } = loadConfig({ file: null, env: {}, flags: {} });
const apps = defineApps(config.apps);
const permissions = apps.flatMap((app) => app.permissions);
const grants = createGrants(permissions);
const catalog = createCatalog(apps);
const roles = knownRoles(permissions);

/** Routes without a permission, each argued for where it is declared. One more needs a line here. */
const PUBLIC = [
  'GET /',
  'GET /health',
  'GET /health/websocket',
  'GET /ready',
  'GET /sign-in',
  'GET /assets/:name',
  'GET /print',
  'GET /print/*',
  'GET /bridge',
  'GET /bridge/*',
  'GET /tasks',
  'GET /tasks/*',
  'GET /connections',
  'GET /system',
  'GET /system/*',
  'GET /websocket-test',
  'GET /station',
  'GET /station/*',
  'GET /admin/login',
  'GET /test',
  'GET /api/auth/state',
  'POST /api/auth/owner',
  'POST /api/auth/sign-in',
  'POST /api/auth/sign-out',
  'POST /api/auth/token',
  'POST /api/auth/refresh',
  'POST /api/auth/claim',
  'POST /api/v1/auth/signin',
  'POST /api/v1/auth/refresh',
  'POST /api/login',
  'POST /api/refresh-token',
  'POST /api/logout',
  'POST /api/auth/login',
  'POST /api/auth/refresh-token',
  'POST /api/auth/logout',
  'GET /api/health',
];

const tokenOf = (role: string) => `the-token-of-${role}`;
let hub: TestHub;
/** By endpoint; what is not here has no door of its own in this hub. */
let doors: ReadonlyMap<string, string>;
/** A network for documentation: nobody comes from there. */
const NOWHERE = '192.0.2.0/24';

beforeAll(async () => {
  const bridgePort = await freePort();
  hub = await startHub({
    POSTHOUSE_TOKENS: roles.map((role) => `a-${role}:${role}:${tokenOf(role)}`).join(),
    POSTHOUSE_PRINT_OPEN: NOWHERE,
    POSTHOUSE_PRINT_VIRTUAL: 'false',
    POSTHOUSE_BRIDGE_OPEN: NOWHERE,
    POSTHOUSE_BRIDGE_PORT: String(bridgePort),
  });
  doors = new Map([
    ['main', hub.url],
    ['bridge', `http://127.0.0.1:${bridgePort}`],
  ]);
});
afterAll(() => hub[Symbol.asyncDispose]());

/** HEAD comes with every GET; OPTIONS only tells what is there. */
const ours = () =>
  hub.hub.routes.filter(({ method, permission }) => method !== 'HEAD' && permission !== undefined);
const nameOf = ({ method, path }: RegisteredRoute) => `${method} ${path}`;

describe('every HTTP route', () => {
  it('declares a permission that exists, or is public by a line in this test', () => {
    const declared = permissions.map(({ name }) => name);
    const asked = ours().flatMap(({ permission }) => permission ?? []);
    expect(asked.filter((permission) => !declared.includes(permission))).toEqual([]);
    const open = ours().filter(({ permission }) => permission === null);
    expect([...new Set(open.map(nameOf))].sort()).toEqual([...PUBLIC].sort());
  });

  it('of the contracts is there, and nothing else but the documentation', () => {
    const promised = apps.flatMap(({ routes }) =>
      routes.flatMap(({ method, path, endpoints }) => endpoints.map((at) => `${at} ${method} ${path}`)),
    );
    const registered = ours().map((route) => `${route.endpoint} ${nameOf(route)}`);
    expect(registered).toEqual(expect.arrayContaining(promised));
    // What is not of an app belongs to the hub itself: its state, and access.
    const own = registered.filter((name) => !promised.includes(name));
    expect(own.filter((name) => !OWN_PATHS.test(name))).toEqual([]);
    expect(new Set(registered).size).toBe(registered.length);
    const foreign = hub.hub.routes.filter(({ permission }) => permission === undefined);
    expect(foreign.filter(({ path }) => !path.startsWith('/api/docs'))).toEqual([]);
  });

  it.each(['nobody', ...roles])('lets %s in where the table says so', async (role) => {
    const visited = await Promise.all(
      ours()
        .filter(({ endpoint }) => doors.has(endpoint))
        .map(async (route) => [nameOf(route), await visit(route, role), verdict(route, role)] as const),
    );
    expect(visited.length).toBeGreaterThan(40);
    for (const [name, answer, expected] of visited) expect(`${name}: ${answer}`).toBe(`${name}: ${expected}`);
  });
});

const OWN_PATHS =
  /^(main|lines) [A-Z]+ (\/|\/health|\/health\/websocket|\/ready|\/metrics|\/sign-in|\/assets\/:name|\/(print|bridge|tasks|system)(\/\*)?|\/connections|\/websocket-test|\/api\/(status|audit|connections|connections\/:id\/kick|system|system\/\w+|demo|login|logout|refresh-token|auth\/.*|v1\/(auth|users)\/.*))$/;

function verdict({ permission, path }: RegisteredRoute, role: string): string {
  if (permission === null || permission === undefined) return 'in';
  if (path.startsWith('/admin/') && !grants([role], permission)) return 'sent to sign in';
  if (role === 'nobody') return 'HUB_TOKEN_MISSING';
  return grants([role], permission) ? 'in' : `HUB_FORBIDDEN ${permission}`;
}

/** Asks with an id that exists nowhere and an empty body: what was let in fails there, if it must. */
async function visit({ method, path, endpoint, permission }: RegisteredRoute, role: string): Promise<string> {
  const reply = await fetch(doors.get(endpoint)! + path.replace(/:\w+/g, '999999').replace(/\*$/, ''), {
    method,
    redirect: 'manual',
    headers: {
      'accept-language': 'en',
      ...(role !== 'nobody' && { authorization: `Bearer ${tokenOf(role)}` }),
    },
  });
  const text = await reply.text();
  if (path !== '/admin/login' && reply.headers.get('location') === '/admin/login') return 'sent to sign in';
  if (reply.status !== 401 && reply.status !== 403) return 'in';
  const { error } = JSON.parse(text) as { error?: { code: string; detail?: { permission?: string } } };
  if (error?.code === 'HUB_FORBIDDEN') return `HUB_FORBIDDEN ${error.detail?.permission}`;
  // The dialects word it their way, with the same sentence.
  const code = GATE.find((code) => error?.code === code || text.includes(hubErrors[code].text.en));
  // Otherwise it was refused by the route itself, behind the gate.
  return code === 'HUB_FORBIDDEN' ? `HUB_FORBIDDEN ${permission}` : (code ?? 'in');
}

const GATE = ['HUB_TOKEN_MISSING', 'HUB_TOKEN_INVALID', 'HUB_FORBIDDEN'] as const;

describe('every native message', () => {
  const words = sayings({ room: 'shared', key: 'shared/table' });

  it('has a line in the table', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(clientWords).sort());
  });

  it('of nobody is refused: only a ping is answered', async () => {
    const answers: Record<string, string> = {};
    for (const [type, word] of Object.entries(words)) {
      const peer = await connect();
      peer.say(word);
      await peer.heard.count(1);
      answers[type] = peer.all('error')[0]?.data.code ?? peer.heard.all[0]!.type;
      peer.close();
    }
    const refused = Object.keys(words).map((type) => [type, 'NATIVE_HELLO_FIRST']);
    expect(answers).toEqual({ ...Object.fromEntries(refused), ping: 'pong', hello: 'HUB_TOKEN_MISSING' });
  });

  it.each(roles)('about every room and mailbox, of %s, ends as the contracts say', async (role) => {
    const peer = await connect();
    peer.say({ type: 'hello', data: { client: 'table/1', version: 1, token: tokenOf(role) } });
    await peer.next('welcome');
    const principal: Principal = { id: `a-${role}`, roles: [role], anonymous: false };
    let asked = 0;
    for (const room of catalog.rooms.values()) {
      const key = KEYS[room.name] ?? `${room.name.split('.')[0]}/table`;
      const may = await room.may(principal, key);
      peer.say({ type: 'subscribe', id: `s${++asked}`, room: { name: room.name, key } });
      expect(`subscribe ${room.name}: ${await outcome(peer, `s${asked}`)}`).toBe(
        `subscribe ${room.name}: ${may ? 'yes' : 'no'}`,
      );
      const permission = permissionFor('publish', room.name);
      peer.say({ type: 'publish', id: `p${asked}`, room: { name: room.name, key }, data: { table: true } });
      peer.say({ type: 'request', id: `after-p${asked}`, data: { method: 'whoami' } });
      await peer.heard.until(() => answered(peer, `after-p${asked}`));
      const refused = peer.all('error').find(({ id }) => id === `p${asked}`);
      const publishable = permissions.some(({ name }) => name === permission) && grants([role], permission);
      expect(`publish ${room.name}: ${refused ? 'no' : 'yes'}`).toBe(
        `publish ${room.name}: ${publishable ? 'yes' : 'no'}`,
      );
    }
    for (const box of catalog.boxes.values()) {
      const permission = permissionFor('hold', box.name);
      const holdable = permissions.some(({ name }) => name === permission) && grants([role], permission);
      peer.say({
        type: 'hold',
        id: `h${++asked}`,
        data: { box: box.name, key: `${box.name}/table-${role}` },
      });
      expect(`hold ${box.name}: ${await outcome(peer, `h${asked}`)}`).toBe(
        `hold ${box.name}: ${holdable ? 'yes' : 'no'}`,
      );
    }
    expect(asked).toBe(catalog.rooms.size + catalog.boxes.size);
    peer.close();
  });
});

/** Rooms that have these keys and no other. */
const KEYS: Readonly<Record<string, string>> = {
  'house.connections': 'house/connections',
  'house.vitals': 'house/vitals',
  'house.tail': 'house/tail/nobody',
  'house.payload': 'house/tail/nobody',
};

const connect = () => RawPeer.connect(`${hub.url.replace('http', 'ws')}/ws`);

const answered = (peer: RawPeer, id: string) =>
  peer.heard.all.some((message) => 'id' in message && message.id === id);

/** Whether the word with this id was done or refused. */
async function outcome(peer: RawPeer, id: string): Promise<'yes' | 'no'> {
  await peer.heard.until(() => answered(peer, id) || done(peer, id));
  const refusal = peer.all('error').find((error) => error.id === id);
  // Whoever is told that a key stands for nothing was let in.
  return refusal && refusal.data.code !== 'PRINT_PRINTER_UNKNOWN' ? 'no' : 'yes';
}

/** A word that is not echoed by its id is answered in order. */
function done(peer: RawPeer, id: string): boolean {
  const count = (type: 'subscribed' | 'held' | 'conflict') => peer.all(type).length;
  const refused = (letter: string) =>
    peer.all('error').filter((error) => error.id?.startsWith(letter)).length;
  const number = Number(id.slice(1));
  return id.startsWith('s')
    ? count('subscribed') + refused('s') >= number
    : count('held') + count('conflict') + refused('h') >= number - catalog.rooms.size;
}

describe('the old print clients’ door', () => {
  it.each(['nobody', ...roles])('takes %s only if it may hold papers', async (role) => {
    const query = role === 'nobody' ? '' : `?token=${tokenOf(role)}`;
    const socket = new WebSocket(`ws://127.0.0.1:${hub.printPort}/${query}`);
    const end = await new Promise<string>((resolve) => {
      socket.once('message', () => resolve('welcomed'));
      socket.once('close', (code) => resolve(`closed ${code}`));
    });
    socket.terminate();
    const may = role !== 'nobody' && grants([role], 'print.paper.hold');
    expect(end).toBe(may ? 'welcomed' : 'closed 4403');
  });
});

describe('every Socket.IO event of the stations', () => {
  const events = ['register', 'message', 'received', 'printed', 'failed', 'unheard-of'];
  it.each(['nobody', ...roles])('is answered to %s only if it may be a station', async (role) => {
    const may = role !== 'nobody' && grants([role], 'bridge.station.hold');
    for (const event of events) {
      const socket = io(doors.get('bridge'), {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        ...(role !== 'nobody' && { auth: { token: tokenOf(role) } }),
      });
      const end = await new Promise<string>((resolve) => {
        socket.once('connect_error', () => resolve('refused'));
        socket.once('disconnect', () => resolve('refused'));
        socket.emit(event, `table-${role}`, () => resolve('answered'));
      });
      socket.disconnect();
      expect(`${event}: ${end}`).toBe(`${event}: ${may ? 'answered' : 'refused'}`);
    }
  });
});

it('names no role that cannot do anything', () => {
  const idle = roles.filter((role) => !permissions.some(({ name }) => grants([role], name)));
  expect(idle).toEqual([]);
});
