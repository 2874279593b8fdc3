import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../packages/hub/bin/posthouse.js', import.meta.url));
const READY_WITHIN = 120_000;

/** A print agent as its users run it, killed and started again over the same journal. */
export class AgentProcess {
  kills = 0;
  readonly #args: readonly string[];
  readonly #folder: string;
  #child: ChildProcess | null = null;

  private constructor(hub: string, folder: string, printer: number, port: number) {
    this.#folder = folder;
    this.#args = ['agent', '--hub', hub, '--data', folder, '--printer', `${printer}=tcp://127.0.0.1:${port}`];
  }

  static async start(hub: string, folder: string, printer: number, port: number): Promise<AgentProcess> {
    const agent = new AgentProcess(hub, folder, printer, port);
    await agent.start();
    return agent;
  }

  async start(): Promise<void> {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('POSTHOUSE_'));
    const child = spawn(process.execPath, [BIN, ...this.#args], {
      env: { ...Object.fromEntries(inherited), POSTHOUSE_LANG: 'en' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    // Whoever gives up on this process must not leave an agent behind.
    const orphan = () => child.kill('SIGKILL');
    process.once('exit', orphan);
    child.once('exit', () => process.off('exit', orphan));
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
    });
    // Its first words on stdout are that it is ready.
    const ready = once(child.stdout, 'data').then(() => true);
    const failed = Promise.race([once(child, 'exit'), sleep(READY_WITHIN, null, { ref: false })]);
    if (!(await Promise.race([ready, failed.then(() => false)]))) {
      throw new Error(`the agent did not start:\n${said}`);
    }
    child.stdout.resume();
  }

  async kill(): Promise<void> {
    const child = this.#child!;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    this.kills++;
  }

  /** Only while it does not run. */
  async deleteJournal(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
}
