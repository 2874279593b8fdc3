import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { loadConfig } from '../config/load.ts';
import { askRunningHub } from '../doctor/running.ts';
import { startHub } from '../testing/start-hub.ts';
import { openCertificate } from './certificate.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

let folder: string;
const file = (name: string) => join(folder, name);

function makePair(name: string): void {
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    file(`${name}.key`),
  ];
  const about = ['-subj', `/CN=${name}`, '-days', '2', '-out', file(`${name}.pem`)];
  execFileSync('openssl', ['req', '-x509', ...key, ...about], { stdio: 'ignore' });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-tls-'));
  if (!hasOpenssl) return;
  for (const name of ['first', 'second']) makePair(name);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whose certificate the hub shows, the status, and the cookie that it sets. */
function ask(url: string, body: object): Promise<{ name: string; status: number; cookie: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(url, { method: 'POST', headers, rejectUnauthorized: false, agent: false });
    sent.once('error', reject);
    sent.once('response', (reply) => {
      const { subject } = (reply.socket as TLSSocket).getPeerCertificate();
      const cookie = reply.headers['set-cookie']?.[0] ?? '';
      reply.resume().once('end', () => {
        resolve({ name: String(subject.CN), status: reply.statusCode ?? 0, cookie });
      });
    });
    sent.end(JSON.stringify(body));
  });
}

it.runIf(hasOpenssl)(
  'serves the main door by TLS: requests, sockets, and cookies for TLS alone',
  async () => {
    await using hub = await startHub({
      POSTHOUSE_TLS_CERT: file('first.pem'),
      POSTHOUSE_TLS_KEY: file('first.key'),
      POSTHOUSE_PRINT_VIRTUAL: 'false',
    });
    const { url } = hub.hub;
    expect(url).toMatch(/^https:/);
    const made = await ask(`${url}/api/auth/owner`, { name: 'chief', password: 'a horse on the road' });
    expect(made).toMatchObject({ name: 'first', status: 201 });
    expect(made.cookie).toContain('; Secure');
    const socket = new WebSocket(`${url.replace('https', 'wss')}/ws`, 'posthouse.1', {
      rejectUnauthorized: false,
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.terminate();
    // The doctor has another data folder, and knows the hub by its port alone.
    const env = { POSTHOUSE_PORT: String(hub.hub.port), POSTHOUSE_DATA: file('elsewhere') };
    const tls = { POSTHOUSE_TLS_CERT: file('first.pem'), POSTHOUSE_TLS_KEY: file('first.key') };
    const { config } = loadConfig({ file: null, flags: {}, env: { ...env, ...tls } });
    expect(await askRunningHub(config)).toMatchObject({ url, store: { state: 'open' } });
  },
);

it.runIf(hasOpenssl)(
  'reads a new pair when the files change, and keeps the old one while they do not fit',
  async () => {
    const [cert, key] = [file('live.pem'), file('live.key')];
    copyFileSync(file('first.pem'), cert);
    copyFileSync(file('first.key'), key);
    const warned: string[] = [];
    const certificate = openCertificate({
      cert,
      key,
      every: 20,
      log: { ...log, warn: (_fields, text) => void warned.push(text) },
    });
    const first = certificate.pem;
    copyFileSync(file('second.pem'), cert);
    await expect.poll(() => warned.length).toBeGreaterThan(0);
    expect(certificate.pem).toBe(first);
    const followed = new Promise<string>((resolve) => {
      certificate.follow((pem) => resolve(pem.cert.toString()));
    });
    copyFileSync(file('second.key'), key);
    expect(await followed).toBe(certificate.pem.cert.toString());
    expect(certificate.pem).not.toBe(first);
    certificate.stop();
  },
);

it('does not start with files that are missing or no pair', async () => {
  writeFileSync(file('nonsense.pem'), 'nonsense');
  for (const pair of [
    { cert: file('nowhere.pem'), key: file('nowhere.key') },
    { cert: file('nonsense.pem'), key: file('nonsense.pem') },
    { cert: file('nonsense.pem'), key: '' },
  ]) {
    expect(() => openCertificate({ ...pair, log })).toThrow('ACCESS_CERTIFICATE');
  }
});
