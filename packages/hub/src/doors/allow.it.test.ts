import { describe, expect, it } from 'vitest';
import { freePort } from '../../../../test-support/free-port.ts';
import { statusWith, upgrade } from '../testing/knock.ts';
import { startHub } from '../testing/start-hub.ts';

const TOKEN = 'the-owner-of-this-test';
/** Of these, one is on the list. */
const LISTED = '192.0.2.7';
const OTHER = '203.0.113.9';
const bearer = { authorization: `Bearer ${TOKEN}` };
const from = (address: string) => ({ ...bearer, 'x-forwarded-for': address });
const env = { POSTHOUSE_TOKENS: `chief:owner:${TOKEN}`, POSTHOUSE_TRUST_PROXY: '127.0.0.1' };

describe('an allow-list', () => {
  it('of an endpoint shuts out every other address, whatever its token, at all ports of its app', async () => {
    const [bridge, plain] = [await freePort(), await freePort()];
    await using test = await startHub({
      ...env,
      POSTHOUSE_PRINT_ALLOW: '192.0.2.0/24',
      POSTHOUSE_BRIDGE_ALLOW: '192.0.2.0/24',
      POSTHOUSE_BRIDGE_PORT: String(bridge),
      POSTHOUSE_BRIDGE_WS_PORT: String(plain),
    });
    const print = `127.0.0.1:${test.printPort}`;
    for (const address of [`ws://${print}/`, `ws://127.0.0.1:${plain}/`]) {
      expect(await upgrade(address, bearer)).toBe(403);
      expect(await upgrade(address, from(OTHER))).toBe(403);
      expect(await upgrade(address, from(LISTED))).toBe('open');
    }
    const polling = `http://127.0.0.1:${bridge}/socket.io/?EIO=4&transport=polling`;
    expect(await statusWith(polling, from(OTHER))).toBe(403);
    expect(await statusWith(polling, from(LISTED))).toBe(200);
    const refused = await fetch(`http://${print}/nowhere`, { headers: from(OTHER) });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: 'HUB_ADDRESS_REFUSED' } });
    expect(await statusWith(`http://${print}/nowhere`, from(LISTED))).toBe(404);
    expect(await statusWith(`${test.url}/health`, from(OTHER))).toBe(200);
  });

  it('of the main endpoint counts for everything that shares its port', async () => {
    await using test = await startHub({ ...env, POSTHOUSE_MAIN_ALLOW: '192.0.2.0/24,127.0.0.1' });
    const native = `${test.url}/ws`;
    const stations = `${test.url}/bridge/socket.io/?EIO=4&transport=polling`;
    for (const [address, read, entered] of [
      [OTHER, 403, 403],
      [LISTED, 200, 'open'],
    ] as const) {
      expect(await statusWith(`${test.url}/health`, from(address))).toBe(read);
      expect(await statusWith(stations, from(address))).toBe(read);
      expect(await upgrade(native, from(address), 'posthouse.1')).toBe(entered);
    }
    // This machine itself is on the list; the list of one endpoint is none of another's business.
    expect(await statusWith(`${test.url}/health`, bearer)).toBe(200);
    expect(await upgrade(`ws://127.0.0.1:${test.printPort}/`, from(OTHER))).toBe('open');
  });
});
