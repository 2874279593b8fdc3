import { Printer } from '@element-plus/icons-vue';
import { defineConsoleApp } from '../../console-app.ts';
import { usePrintAttention } from './use-attention.ts';
import { usePrintTiles } from './use-tiles.ts';
import { en } from './words/en.ts';
import { zhCN } from './words/zh-CN.ts';

const READ = { jobs: 'print.job.read', orders: 'print.order.read', printers: 'print.printer.read' } as const;

/** Orders that become paper: what prints, what waits, and what only a person can decide. */
export const print = defineConsoleApp({
  name: 'print',
  icon: Printer,
  group: 'app',
  key: 'p',
  permissions: [READ.jobs, READ.orders, READ.printers],
  nav: [
    { to: '/print', word: 'print.nav.overview', permission: READ.jobs },
    { to: '/print/jobs', word: 'print.nav.jobs', permission: READ.jobs },
    { to: '/print/orders', word: 'print.nav.orders', permission: READ.orders },
    { to: '/print/printers', word: 'print.nav.printers', permission: READ.printers },
    { to: '/print/templates', word: 'print.nav.templates', permission: READ.printers },
    { to: '/print/virtual', word: 'print.nav.virtual', permission: READ.printers },
  ],
  routes: [
    {
      path: '/print',
      component: () => import('./overview/overview-page.vue'),
      meta: { permission: READ.jobs },
    },
    { path: '/print/jobs', component: () => import('./jobs/jobs-page.vue'), meta: { permission: READ.jobs } },
    {
      path: '/print/orders',
      component: () => import('./orders/orders-page.vue'),
      meta: { permission: READ.orders },
    },
    {
      path: '/print/printers',
      component: () => import('./printers/printers-page.vue'),
      meta: { permission: READ.printers },
    },
    {
      path: '/print/templates',
      component: () => import('./templates/templates-page.vue'),
      meta: { permission: READ.printers },
    },
    {
      path: '/print/virtual',
      component: () => import('./virtual/virtual-page.vue'),
      meta: { permission: READ.printers },
    },
  ],
  words: { 'zh-CN': zhCN, en },
  attention: usePrintAttention,
  homeTiles: usePrintTiles,
});
