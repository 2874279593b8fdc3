import { DocumentCopy } from '@element-plus/icons-vue';
import { defineConsoleApp } from '../../console-app.ts';
import { useTasksAttention } from './use-attention.ts';
import { useTasksTiles } from './use-tiles.ts';
import { en } from './words/en.ts';
import { zhCN } from './words/zh-CN.ts';

const READ = {
  tasks: 'tasks.task.read',
  questions: 'tasks.question.read',
  results: 'tasks.result.read',
} as const;

/** A bank of questions, the tasks that look for duplicates in it, and what they found. */
export const tasks = defineConsoleApp({
  name: 'tasks',
  icon: DocumentCopy,
  group: 'app',
  key: 't',
  permissions: [READ.tasks, READ.questions],
  nav: [
    { to: '/tasks', word: 'tasks.nav.tasks', permission: READ.tasks },
    { to: '/tasks/questions', word: 'tasks.nav.questions', permission: READ.questions },
    { to: '/tasks/imports', word: 'tasks.nav.imports', permission: READ.questions },
  ],
  routes: [
    { path: '/tasks', component: () => import('./list/tasks-page.vue'), meta: { permission: READ.tasks } },
    {
      path: '/tasks/questions',
      component: () => import('./questions/questions-page.vue'),
      meta: { permission: READ.questions },
    },
    {
      path: '/tasks/imports',
      component: () => import('./imports/imports-page.vue'),
      meta: { permission: READ.questions },
    },
    {
      path: '/tasks/:task(\\d+)',
      component: () => import('./results/results-page.vue'),
      meta: { permission: READ.results },
    },
  ],
  words: { 'zh-CN': zhCN, en },
  attention: useTasksAttention,
  homeTiles: useTasksTiles,
});
