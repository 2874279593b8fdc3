import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse, type Log } from '@posthouse/kernel';
import { createVirtualPrinter, parsePrinterUrl, tcpDial, type VirtualPrinter } from '@posthouse/printing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAgent, type Agent } from './agent.ts';
import { systemClock } from './cli/system.ts';
import { startMiniHub, type MiniHub } from './testing/mini-hub.ts';
import { abandon, takeBack } from './testing/papers-app.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const soon = { timeout: 60_000, interval: 10 };

let folder = '';
let hub: MiniHub;
let device: VirtualPrinter;
let agents: Agent[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-agent-'));
  hub = await startMiniHub({ file: join(folder, 'hub.db') });
  device = await createVirtualPrinter({ port: 0 });
});

afterEach(async () => {
  for (const agent of agents) await agent.stop(0);
  agents = [];
  await hub.stop();
  await device.close();
  rmSync(folder, { recursive: true, force: true });
});

/** `clock`: what the agent takes the time from. */
async function agent({
  journal = 'journal',
  ahead = 4,
  token = 'agent',
  printer = '',
  clock = systemClock(),
} = {}) {
  const fatal = vi.fn<(code: string, detail: unknown) => void>();
  const troubles: (string | null)[] = [];
  const started = await startAgent({
    hub: hub.url,
    token,
    printers: new Map([['7', parsePrinterUrl(printer || `tcp://127.0.0.1:${device.port}`)!]]),
    folder: join(folder, journal),
    ahead,
    clock,
    log: silent,
    dial: tcpDial,
    out: () => {},
    backoff: { base: 20, cap: 100 },
    times: { status: 1_000, patience: 30_000, idle: 200 },
    onTrouble: (_printer, trouble) => troubles.push(trouble && trouble.code),
    onFatal: fatal,
  });
  agents.push(started);
  return { started, fatal, troubles };
}

async function stop(one: Agent): Promise<void> {
  agents = agents.filter((other) => other !== one);
  await one.stop(0);
}

const paper = (job: number, more: object = {}) =>
  hub.post({ printer: 7, job, text: `paper ${job}\n`, ...more });
const words = (ref: string) => hub.factsOf(ref).map(({ what }) => what);
const until = (ref: string, word: string) => vi.waitFor(() => expect(words(ref)).toContain(word), soon);
const printed = () => device.papers().map(({ text }) => text.trim());

describe('a print agent', () => {
  it('takes a paper into its journal, prints it, and reports the strongest evidence', async () => {
    await agent();
    await paper(1);
    await until('1/1/1', 'done');
    expect(hub.factsOf('1/1/1').map(({ what, report }) => [what, report])).toEqual([
      ['started', undefined],
      ['taken', undefined],
      ['done', { evidence: 'printed' }],
    ]);
    expect(printed()).toEqual(['paper 1']);
  });

  it('says of a paper that no try could print that it is refused, and prints the next one', async () => {
    await agent();
    await paper(1, { markup: `{image:iVBORw0KGgo${'A'.repeat(80)}}` });
    await paper(2);
    await until('2/1/1', 'done');
    expect(hub.factsOf('1/1/1').at(-1)).toMatchObject({
      what: 'refused',
      report: { message: 'AGENT_PAPER_UNREADABLE' },
    });
    expect(printed()).toEqual(['paper 2']);
  });

  it.each([
    ['the hub', '', { commandSet: 'star' }],
    ['its own address', '?commands=star', { commandSet: 'escpos' }],
  ])("speaks Star's language where %s says so, and asks nothing", async (_, query, said) => {
    const heard: Buffer[] = [];
    const star = createServer((socket) => socket.on('data', (chunk) => heard.push(chunk)));
    await new Promise<void>((resolve) => {
      star.listen(0, '127.0.0.1', resolve);
    });
    const { port } = star.address() as AddressInfo;
    await agent({ printer: `tcp://127.0.0.1:${port}${query}` });
    await paper(1, { text: '奶茶\n', ...said });
    await until('1/1/1', 'done');
    star.close();
    expect(hub.factsOf('1/1/1').at(-1)?.report).toEqual({ evidence: 'received' });
    const bytes = Buffer.concat(heard).toString('latin1');
    // Star's cut (`ESC d`), and none of ESC/POS's questions: `GS a`, `GS r`, `GS ( H`, `DLE EOT`.
    expect(bytes).toContain('\x1bd');
    const others = bytes.replaceAll('\x1b\x1d', '');
    for (const question of ['\x1da', '\x1dr', '\x1d(H', '\x10\x04']) {
      expect(others).not.toContain(question);
    }
  });

  it('K4: prints once when the hub goes away in the middle of a paper, and reports it to the next one', async () => {
    await agent();
    device.setFault({ outAfterLines: 1 });
    await paper(1);
    await vi.waitFor(() => expect(device.faults().paper).toBe('out'), soon);
    await until('1/1/1', 'taken');
    const { port } = hub;
    await hub.stop();
    device.setFault({ paper: 'ok' });
    await vi.waitFor(() => expect(printed()).toEqual(['paper 1']), soon);
    hub = await startMiniHub({ file: join(folder, 'hub.db'), port });
    await until('1/1/1', 'done');
    await paper(2);
    await until('2/1/1', 'done');
    expect(printed()).toEqual(['paper 1', 'paper 2']);
  });

  it('prints in advance what it has in hand while the hub is away', async () => {
    await agent({ ahead: 3 });
    device.setFault({ outAfterLines: 1 });
    for (const job of [1, 2, 3]) await paper(job);
    await until('1/1/1', 'taken');
    await vi.waitFor(() => expect(device.faults().paper).toBe('out'), soon);
    device.setFault({ paper: 'ok' });
    await until('3/1/1', 'taken');
    const { port } = hub;
    await hub.stop();
    await vi.waitFor(() => expect(printed()).toEqual(['paper 1', 'paper 2', 'paper 3']), soon);
    hub = await startMiniHub({ file: join(folder, 'hub.db'), port });
    await paper(4);
    await until('4/1/1', 'done');
    expect(printed()).toHaveLength(4);
  });

  it('K4: a paper that was being written when the agent went is unknown, never written again', async () => {
    const { started } = await agent();
    device.setFault({ outAfterLines: 1 });
    await paper(1);
    await vi.waitFor(() => expect(device.faults().paper).toBe('out'), soon);
    await until('1/1/1', 'taken');
    // Stopped without grace: the journal says `writing` or `unknown`, as after a kill.
    await stop(started);
    device.setFault({ paper: 'ok' });
    await agent();
    await until('1/1/1', 'unknown');
    await paper(2);
    await until('2/1/1', 'done');
    expect(printed().filter((text) => text === 'paper 1').length).toBeLessThanOrEqual(1);
    expect(printed()).toContain('paper 2');
  });

  it('leaves a paper with the hub while the printer cannot print, says why, and goes on by itself', async () => {
    device.setFault({ paper: 'out' });
    await agent();
    await paper(1);
    await vi.waitFor(() => expect(hub.states()).toContainEqual({ state: 'paper-out' }), soon);
    expect(words('1/1/1')).toEqual([]);
    await paper(2);
    expect(await hub.kernel.store.write(takeBack, { printer: 7, ref: '1/1/1' })).toBe('revoked');
    device.setFault({ paper: 'ok' });
    await until('2/1/1', 'done');
    expect(printed()).toEqual(['paper 2']);
    expect(words('1/1/1')).toEqual(['revoked']);
  });

  it('a deleted journal makes what was in hand unknown at the hub, and prints none of it', async () => {
    const { started } = await agent();
    device.setFault({ outAfterLines: 1 });
    await paper(1);
    await until('1/1/1', 'taken');
    await vi.waitFor(() => expect(device.faults().paper).toBe('out'), soon);
    await stop(started);
    device.setFault({ paper: 'ok' });
    await vi.waitFor(() => expect(device.papers()).toHaveLength(1), soon);
    await agent({ journal: 'another' });
    await until('1/1/1', 'unknown');
    await paper(2);
    await until('2/1/1', 'done');
    expect(printed()).toEqual(['paper 1', 'paper 2']);
  });

  it('does not print what expired while it was in hand', async () => {
    await agent();
    device.setFault({ outAfterLines: 1 });
    await paper(1);
    const expires = hub.kernel.clock.now() + 1_500;
    await paper(2, { expires });
    await until('1/1/1', 'taken');
    await vi.waitFor(() => expect(device.faults().paper).toBe('out'), soon);
    await vi.waitFor(() => expect(hub.kernel.clock.now()).toBeGreaterThan(expires), soon);
    device.setFault({ paper: 'ok' });
    await vi.waitFor(() => expect(words('2/1/1').at(-1)).toMatch(/expired|refused/), soon);
    await until('1/1/1', 'done');
    expect(printed()).toEqual(['paper 1']);
  });

  it('refuses the next attempt while the last one is being written', async () => {
    await agent();
    device.setFault({ outAfterLines: 1 });
    const item = await paper(1);
    await until('1/1/1', 'taken');
    await vi.waitFor(() => expect(device.faults().paper).toBe('out'), soon);
    await hub.kernel.store.write(abandon, { item });
    await paper(1, { attempt: 2 });
    // It waits with the hub while the printer is out of paper; then the first attempt, which prints, is over.
    device.setFault({ paper: 'ok' });
    await vi.waitFor(() => expect(words('1/1/2').at(-1)).toMatch(/refused|done/), soon);
    expect(printed().length).toBe(words('1/1/2').includes('done') ? 2 : 1);
  });

  it('is told of a printer that the hub does not have, and serves it as soon as it is there', async () => {
    await hub.stop();
    let there = false;
    hub = await startMiniHub({
      file: join(folder, 'hub.db'),
      admits: async () => (there ? null : refuse('PRINT_PRINTER_UNKNOWN', { id: 7 })),
    });
    const system = systemClock();
    // It asks again every ten seconds.
    const hurried = { ...system, after: (wait: number, fn: () => void) => system.after(wait / 50, fn) };
    const { troubles } = await agent({ clock: hurried });
    await vi.waitFor(() => expect(troubles).toEqual(['AGENT_PRINTER_UNKNOWN']), soon);
    expect(hub.kernel.boxes.held('papers', 'print/printer/7')).toBe(false);
    there = true;
    await vi.waitFor(() => expect(troubles).toEqual(['AGENT_PRINTER_UNKNOWN', null]), soon);
    await paper(1);
    await until('1/1/1', 'done');
    there = false;
    await hub.kernel.boxes.dismiss('papers', 'print/printer/7');
    await vi.waitFor(() => expect(troubles).toHaveLength(3), soon);
    expect(troubles.at(-1)).toBe('AGENT_PRINTER_UNKNOWN');
  });

  it('is told that another one has its printer', async () => {
    const first = await agent();
    await paper(1);
    await until('1/1/1', 'done');
    const second = await agent({ journal: 'another' });
    await vi.waitFor(() => expect(second.troubles).toEqual(['AGENT_PRINTER_TAKEN']), soon);
    await paper(2);
    await until('2/1/1', 'done');
    expect(first.troubles).toEqual([]);
    expect(printed()).toEqual(['paper 1', 'paper 2']);
  });

  it('is told that its token may not have the printer', async () => {
    const { troubles } = await agent({ token: 'clerk' });
    await vi.waitFor(() => expect(troubles).toEqual(['AGENT_PRINTER_WITHHELD']), soon);
  });

  it('measures how long a paper is good by the hub’s clock, also when its own is set meanwhile', async () => {
    const system = systemClock();
    // As after a start without a battery behind the clock. What leaps further is distrusted for a minute anyway.
    let late = 50_000;
    await agent({ clock: { ...system, now: () => system.now() - late } });
    await paper(1);
    await until('1/1/1', 'done');
    late = 0;
    await paper(2, { expires: hub.kernel.clock.now() + 40_000 });
    await until('2/1/1', 'done');
    expect(words('2/1/1')).toEqual(['started', 'taken', 'done']);
  });

  it('says that the hub does not let it in, in a code', async () => {
    const { fatal } = await agent({ token: 'wrong' });
    await vi.waitFor(() => expect(fatal).toHaveBeenCalledWith('AGENT_NOT_LET_IN', expect.anything()), soon);
  });

  it('K11: two agents do not share a journal', async () => {
    await agent();
    await expect(agent()).rejects.toMatchObject({ code: 'STORE_FOLDER_IN_USE' });
  });
});
