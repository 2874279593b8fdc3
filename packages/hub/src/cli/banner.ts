import { resolve } from 'node:path';
import type { Hub } from '../hub.ts';
import type { HubConfig } from '../config/hub-options.ts';
import { VERSION } from '../version.ts';
import { say, type Terminal } from './terminal.ts';

/** What a person wants to know after the start: what is open where, and what to do next. */
export function banner(terminal: Terminal, { url, vitals }: Hub, config: HubConfig): void {
  const { paint, out } = terminal;
  const label = (zh: string, en: string) => say(terminal, { zh: zh.padEnd(6, '\u3000'), en: en.padEnd(12) });

  out('');
  out(`  ${paint('red', '驿')}  ${paint('bold', 'Posthouse')} ${VERSION}`);
  out('');
  out(`  ${label('控制台', 'console')}  ${url}/`);
  out(`  ${label('接口说明', 'interface')}  ${url}/api/docs`);
  for (const endpoint of vitals.endpoints) {
    if (endpoint.name === 'main' || endpoint.state !== 'open') continue;
    out(`  ${endpoint.name.padEnd(12)}  ${endpoint.host}:${endpoint.port}`);
  }
  out(`  ${label('数据目录', 'data')}  ${resolve(config.data)}`);
  for (const { state, note } of vitals.endpoints) {
    if (state === 'taken' && note) out(`  ${paint('yellow', `! ${say(terminal, note)}`)}`);
  }
  for (const { level, text } of vitals.notes) out(`  ${paint(level, `! ${say(terminal, text)}`)}`);
  out('');
  out(
    say(terminal, {
      zh: '  下一步：打开控制台，用虚拟打印机打出第一张小票。Ctrl+C 停止。',
      en: '  Next: open the console and print a first paper on the virtual printer. Ctrl+C stops.',
    }),
  );
  out('');
}
