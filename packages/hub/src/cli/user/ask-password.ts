import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { say, type Terminal } from '../terminal.ts';

/** 120 random bits that can be read out and typed. */
export const generatePassword = (): string => randomBytes(15).toString('base64url');

/** Asks a person twice, unseen; takes the first line of what is piped in. null: the two differ. */
export async function askPassword(terminal: Terminal): Promise<string | null> {
  if (!process.stdin.isTTY) return firstLine();
  const first = await hidden(say(terminal, { zh: '密码：', en: 'Password: ' }));
  const second = await hidden(say(terminal, { zh: '再输入一次：', en: 'Once more: ' }));
  return first === second ? first : null;
}

function hidden(prompt: string): Promise<string> {
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(prompt);
  const lines = createInterface({ input: process.stdin, output: mute, terminal: true });
  return new Promise((resolve) => {
    lines.once('close', () => resolve(''));
    lines.question('', (answer) => {
      process.stderr.write('\n');
      resolve(answer);
      lines.close();
    });
  });
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}
