// Runs before `npm start` and `npm test`: builds the console when it is missing or older than what it is made of.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, 'packages/console/dist/index.html');
const SOURCES = [
  'package-lock.json',
  'packages/console/index.html',
  'packages/console/vite.config.ts',
  'packages/console/compressed.ts',
  'packages/console/public',
  'packages/console/src',
  'packages/client/src',
  'packages/protocol/src',
];

/** Milliseconds of the newest file below. Tests are no part of what is built. */
function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return path.endsWith('.test.ts') ? 0 : mtimeMs;
  // The folder's own time tells of files that were removed.
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds when it must. Returns whether the console is there. */
export function ensureConsole() {
  const there = existsSync(built);
  if (there && statSync(built).mtimeMs >= Math.max(...SOURCES.map((path) => newest(join(root, path)))))
    return true;
  console.error(
    there
      ? 'Posthouse: the console changed, building it …\n驿站：控制台有变化，正在构建……'
      : 'Posthouse: building the console (a few seconds) …\n驿站：正在构建控制台（几秒钟）……',
  );
  // Through npm, so that the build runs on the workspace's own Node.
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'console:build'], {
    cwd: root,
    // Also where tests ask for it, whose NODE_ENV would have paths of this machine built in.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return true;
  // What a build that went well remarks on its own speed is of no use to who only wants to start.
  console.error(stderr);
  console.error(
    'Posthouse: the console could not be built (npm run console:build says why); the hub works without it.\n驿站：控制台构建失败（原因见 npm run console:build）；驿站本身不受影响。',
  );
  return false;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureConsole();
