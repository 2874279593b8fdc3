import { Promotion } from '@element-plus/icons-vue';
import { defineConsoleApp } from '../../console-app.ts';
import { useBridgeAttention } from './use-attention.ts';
import { useBridgeTiles } from './use-tiles.ts';
import { en } from './words/en.ts';
import { zhCN } from './words/zh-CN.ts';

const READ = { stations: 'bridge.station.read', jobs: 'bridge.job.read' } as const;

/** Pages beside printers elsewhere: who is there, what was sent to them, and what became of it. */
export const bridge = defineConsoleApp({
  name: 'bridge',
  icon: Promotion,
  group: 'app',
  key: 'b',
  permissions: [READ.jobs],
  nav: [
    { to: '/bridge', word: 'bridge.nav.stations', permission: READ.stations },
    { to: '/bridge/jobs', word: 'bridge.nav.jobs', permission: READ.jobs },
  ],
  routes: [
    {
      path: '/bridge',
      component: () => import('./stations/stations-page.vue'),
      meta: { permission: READ.stations },
    },
    {
      path: '/bridge/jobs',
      component: () => import('./jobs/jobs-page.vue'),
      meta: { permission: READ.jobs },
    },
  ],
  words: { 'zh-CN': zhCN, en },
  attention: useBridgeAttention,
  homeTiles: useBridgeTiles,
});
