import { Setting } from '@element-plus/icons-vue';
import { defineConsoleApp } from '../../console-app.ts';
import { useSystemAttention } from './use-attention.ts';
import { useSystemTiles } from './use-tiles.ts';
import { en } from './words/en.ts';
import { zhCN } from './words/zh-CN.ts';

const MAY = {
  system: 'house.system.read',
  figures: 'hub.status.read',
  settings: 'house.config.read',
  people: 'access.user.read',
  keys: 'access.key.read',
  machines: 'access.machine.read',
  audit: 'access.audit.read',
  self: 'access.self',
} as const;

/** The hub itself: how it is, what it keeps, how it is set, and who may come in. */
export const system = defineConsoleApp({
  name: 'system',
  icon: Setting,
  group: 'house',
  key: 's',
  permissions: Object.values(MAY),
  nav: [
    { to: '/system', word: 'system.nav.health', permission: MAY.system },
    { to: '/system/charts', word: 'system.nav.charts', permission: MAY.figures },
    { to: '/system/storage', word: 'system.nav.storage', permission: MAY.system },
    { to: '/system/settings', word: 'system.nav.settings', permission: MAY.settings },
    { to: '/system/open', word: 'system.nav.open', permission: MAY.system },
    { to: '/system/people', word: 'system.nav.people', permission: MAY.people },
    { to: '/system/keys', word: 'system.nav.keys', permission: MAY.keys },
    { to: '/system/machines', word: 'system.nav.machines', permission: MAY.machines },
    { to: '/system/audit', word: 'system.nav.audit', permission: MAY.audit },
    { to: '/system/account', word: 'system.nav.account', permission: MAY.self },
  ],
  routes: [
    {
      path: '/system',
      component: () => import('./health/health-page.vue'),
      meta: { permission: MAY.system },
    },
    {
      path: '/system/charts',
      component: () => import('./charts/charts-page.vue'),
      meta: { permission: MAY.figures },
    },
    {
      path: '/system/storage',
      component: () => import('./storage/storage-page.vue'),
      meta: { permission: MAY.system },
    },
    {
      path: '/system/settings',
      component: () => import('./settings/settings-page.vue'),
      meta: { permission: MAY.settings },
    },
    {
      path: '/system/open',
      component: () => import('./exposure/open-page.vue'),
      meta: { permission: MAY.system },
    },
    {
      path: '/system/people',
      component: () => import('./people/people-page.vue'),
      meta: { permission: MAY.people },
    },
    { path: '/system/keys', component: () => import('./keys/keys-page.vue'), meta: { permission: MAY.keys } },
    {
      path: '/system/machines',
      component: () => import('./keys/machines-page.vue'),
      meta: { permission: MAY.machines },
    },
    {
      path: '/system/audit',
      component: () => import('./audit/audit-page.vue'),
      meta: { permission: MAY.audit },
    },
    {
      path: '/system/account',
      component: () => import('./account/account-page.vue'),
      meta: { permission: MAY.self },
    },
  ],
  words: { 'zh-CN': zhCN, en },
  attention: useSystemAttention,
  homeTiles: useSystemTiles,
});
