import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { freePort } from '../../../test-support/free-port.ts';
import type { KillPoint } from './killed-hub.ts';
import { Client, soon } from './server.ts';

const HUB = fileURLToPath(new URL('./killed-hub.ts', import.meta.url));
/** Every commit of a work. */
export const SAVE = 'kernel.work.save';

/** A data folder that hubs can begin with. */
export class Template {
  readonly folder = mkdtempSync(join(tmpdir(), 'posthouse-template-'));

  /** Copies the folder of a hub that has nothing to do. */
  keep(folder: string): void {
    cpSync(folder, this.folder, { recursive: true, filter: (path) => !path.endsWith('lock.db') });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A hub in a process of its own that dies by SIGKILL, again and again, over one folder and port. */
export class MortalHub {
  readonly folder: string;
  readonly client: Client;
  readonly #port: number;
  #child: ChildProcess | null = null;

  private constructor({ folder }: Template, port: number) {
    this.folder = mkdtempSync(join(tmpdir(), 'posthouse-killed-'));
    cpSync(folder, this.folder, { recursive: true });
    this.#port = port;
    this.client = new Client({ url: `http://127.0.0.1:${port}` });
  }

  static async over(template: Template): Promise<MortalHub> {
    return new MortalHub(template, await freePort());
  }

  /** Dies at the point, if one is given; its words tell that it got there. */
  async start(point?: KillPoint): Promise<{ died: Promise<string> }> {
    const hub = spawn(
      process.execPath,
      [HUB, this.folder, String(this.#port), ...(point ? [JSON.stringify(point)] : [])],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#child = hub;
    let said = '';
    const died = once(hub, 'exit').then(([, signal]) => {
      expect(signal).toBe('SIGKILL');
      return said;
    });
    died.catch(() => {});
    hub.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await soon(() => {
      if (hub.exitCode !== null || !said.includes('open')) throw new Error('not open yet');
    });
    return { died };
  }

  /** Starts, dies there, and has said so. */
  async diesAt(point: KillPoint, meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
    const { died } = await this.start(point);
    try {
      await meanwhile();
    } catch (error) {
      // Who asked the hub that died gets no answer.
      if (!(error instanceof TypeError)) throw error;
    }
    const words = `killed ${point.when} ${point.op} #${point.n}`;
    expect(await died).toContain(words);
    console.log(words);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client[Symbol.asyncDispose]();
    const child = this.#child;
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
