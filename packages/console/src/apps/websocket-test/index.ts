import { ChatDotRound } from '@element-plus/icons-vue';
import { defineConsoleApp } from '../../console-app.ts';
import { en } from './words/en.ts';
import { zhCN } from './words/zh-CN.ts';

const READ = 'hub.status.read';

/** A client in a page: connect anywhere, say anything, see what comes back. */
export const websocketTest = defineConsoleApp({
  name: 'websocket-test',
  icon: ChatDotRound,
  group: 'house',
  key: 'w',
  permissions: [READ],
  nav: [{ to: '/websocket-test', word: 'websocket-test.name', permission: READ }],
  routes: [
    { path: '/websocket-test', component: () => import('./tester-page.vue'), meta: { permission: READ } },
  ],
  words: { 'zh-CN': zhCN, en },
});
