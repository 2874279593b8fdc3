import { Connection } from '@element-plus/icons-vue';
import { defineConsoleApp } from '../../console-app.ts';
import { useConnectionTiles } from './use-tiles.ts';
import { en } from './words/en.ts';
import { zhCN } from './words/zh-CN.ts';

const READ = 'house.peer.read';

/** Every live connection: who it is, how it does, what passes over it. */
export const connections = defineConsoleApp({
  name: 'connections',
  icon: Connection,
  group: 'house',
  key: 'c',
  permissions: [READ],
  nav: [{ to: '/connections', word: 'connections.name', permission: READ }],
  routes: [
    { path: '/connections', component: () => import('./connections-page.vue'), meta: { permission: READ } },
  ],
  words: { 'zh-CN': zhCN, en },
  homeTiles: useConnectionTiles,
});
