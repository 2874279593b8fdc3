// Runs before `npm start` and `npm test`, on any Node, with nothing installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const changed = (file) => statSync(join(root, file)).mtimeMs;
const installed = join(root, 'node_modules', '.package-lock.json');

const missing = !existsSync(installed) || !existsSync(join(root, 'node_modules', 'node', 'bin'));
const stale = !missing && changed('package-lock.json') > statSync(installed).mtimeMs;

if (missing || stale) {
  console.error(
    missing
      ? 'Posthouse: first run, installing dependencies (about a minute, about 600 MB with Node 24 itself) …\n驿站：首次运行，正在安装依赖（约一分钟，连同 Node 24 约 600 MB）……'
      : 'Posthouse: the dependencies changed, installing them …\n驿站：依赖有变化，正在更新……',
  );
  // An older Node that only brings the newer one is warned of each package by name, which tells nobody anything.
  const { status } = spawnSync('npm', ['install', '--no-save', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      'Posthouse: npm install failed. Check the network or the registry (npm config get registry), then run the command again.\n驿站：依赖安装失败。请检查网络或镜像设置，然后重试。',
    );
    process.exit(status ?? 1);
  }
}
