import { Printer } from '@element-plus/icons-vue';
import { defineConsoleApp } from '../../console-app.ts';
import { en } from './words/en.ts';
import { zhCN } from './words/zh-CN.ts';

/** Printing: jobs, printers, orders, templates. */
export const print = defineConsoleApp({
  name: 'print',
  icon: Printer,
  group: 'app',
  key: 'p',
  permissions: ['print.job.read', 'print.printer.read', 'print.order.read'],
  nav: [{ to: '/print', word: 'print.nav.overview', permission: 'print.job.read' }],
  routes: [
    {
      path: '/print',
      component: () => import('./overview-page.vue'),
      meta: { permission: 'print.job.read' },
    },
  ],
  words: { 'zh-CN': zhCN, en },
});
