import { resolve } from 'node:path';
import { restoreSqlite, type Restoration } from '@posthouse/store-sqlite/restore';
import { systemClock } from '../system/clock.ts';
import { configureOrExplain, type Env, type Flags } from './configure.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { say, type Terminal } from './terminal.ts';

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** `posthouse restore <file>`: a backup takes the place of the data of a hub that does not run. */
export async function restore(terminal: Terminal, file: string, flags: Flags, env: Env): Promise<ExitCode> {
  const { hub, apps } = configureOrExplain(terminal, flags, env);
  terminal.err(say(terminal, { zh: '正在校验备份……', en: 'Reading the backup …' }));
  const restoration = await restoreSqlite({
    folder: hub.data,
    file: resolve(file),
    apps: { module: new URL(`../apps.${EXTENSION}`, import.meta.url), config: apps },
    now: systemClock().now(),
  });
  report(terminal, hub.data, restoration);
  return EXIT.ok;
}

function report(
  terminal: Terminal,
  data: string,
  { open, ownerless, aside, epoch, sealed }: Restoration,
): void {
  const t = (zh: string, en: string) => say(terminal, { zh, en });
  const items = open.reduce((sum, line) => sum + line.items, 0);
  terminal.out(t(`已恢复到 ${data}（新纪元 ${epoch}）`, `Restored to ${data}, as the epoch ${epoch}`));
  if (aside !== null) terminal.out(t(`原来的数据在 ${aside}`, `The data of before are in ${aside}`));
  if (!sealed) {
    terminal.err(
      terminal.paint(
        'yellow',
        t(
          '旁边没有 .sha256 文件，没有核对校验和',
          'There was no .sha256 file beside it: its checksum was not compared',
        ),
      ),
    );
  }
  if (items > 0) {
    terminal.out(
      t(
        `有 ${items} 项在备份时尚未完成，此后可能已经做过，现在等人判定：`,
        `${items} items were not done when it was made and may have been done since; somebody must look:`,
      ),
    );
    for (const { box, key, items: count } of open) terminal.out(`  ${box}  ${key}  ${count}`);
  }
  if (ownerless > 0) {
    terminal.err(
      terminal.paint(
        'yellow',
        t(
          `另有 ${ownerless} 项属于未启用的应用，保持原样；启用后可能重复执行`,
          `${ownerless} more belong to apps that are switched off and stay: once switched on they may be done twice`,
        ),
      ),
    );
  }
  terminal.out(
    t(
      '此后撤销过的令牌与停用过的账号又生效了，请检查（posthouse user list）。备份之后的订单不在其中。',
      'Tokens revoked and accounts disabled since then are valid again: look through them (posthouse user list). Orders since then are not in it.',
    ),
  );
}
