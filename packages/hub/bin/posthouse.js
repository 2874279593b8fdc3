#!/usr/bin/env node
// Plain JavaScript, so that an old Node gets this far and can be told what to do.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 11)) {
  console.error(
    `Posthouse needs Node 24.11 or newer; this is ${process.version}. Start it with "npm start" in its folder, which brings its own Node, or install Node 24 from https://nodejs.org.\n` +
      `驿站需要 Node 24.11 或更新版本，当前是 ${process.version}。请在项目目录运行 "npm start"（自带 Node），或从 https://nodejs.org 安装 Node 24。`,
  );
  process.exitCode = 4;
} else {
  const source = new URL('../src/main.ts', import.meta.url);
  await import(existsSync(source) ? source.href : new URL('../main.js', import.meta.url).href);
}
