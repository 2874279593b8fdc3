import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const BIN = fileURLToPath(new URL('../packages/hub/bin/posthouse.js', import.meta.url));
const READY_WITHIN = 120_000;

/** The hub as its users run it, on two ports of its own, killed and started again over the same data. */
export class HubProcess {
  readonly url: string;
  readonly printUrl: string;
  /** When each kill was, by this machine's clock, which is the hub's too. */
  readonly kills: number[] = [];
  readonly #env: Record<string, string>;
  #child: ChildProcess | null = null;
  #said = '';

  private constructor(folder: string, port: number, printPort: number, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.printUrl = `ws://127.0.0.1:${printPort}`;
    this.#env = {
      POSTHOUSE_DATA: folder,
      POSTHOUSE_PORT: String(port),
      POSTHOUSE_PRINT_PORT: String(printPort),
      POSTHOUSE_PRINT_VIRTUAL: 'false',
      POSTHOUSE_LOG: 'error',
      ...env,
    };
  }

  static async start(folder: string, env: Record<string, string>): Promise<HubProcess> {
    const hub = new HubProcess(folder, await freePort(), await freePort(), env);
    await hub.start();
    return hub;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [BIN], {
      env: { ...inherited(), ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    // Whoever gives up on this process must not leave a hub behind.
    const orphan = () => child.kill('SIGKILL');
    process.once('exit', orphan);
    child.once('exit', () => process.off('exit', orphan));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#said = (this.#said + chunk.toString()).slice(-4_000);
      });
    }
    const until = Date.now() + READY_WITHIN;
    while (!(await this.#ready())) {
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`the hub did not start:\n${this.#said}`);
      await sleep(20);
    }
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  async kill(): Promise<void> {
    const child = this.#child!;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    this.kills.push(Date.now());
  }

  /** Runs `posthouse <args>` on this hub's data; resolves with what it said, rejects when it ends with another code than 0. */
  async command(...args: readonly string[]): Promise<string> {
    const child = spawn(process.execPath, [BIN, ...args], {
      env: { ...inherited(), ...this.#env, POSTHOUSE_LANG: 'en' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`posthouse ${args.join(' ')} ended with ${code}:\n${said}`);
    return said;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  async #ready(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/ready`)).ok;
    } catch {
      return false;
    }
  }
}

/** This process's variables, without those that would set up the hub. */
function inherited(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('POSTHOUSE_'));
  return Object.fromEntries(kept);
}
