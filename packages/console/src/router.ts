import { createRouter, createWebHistory, type Router } from 'vue-router';
import type { ConsoleApp } from './console-app.ts';

/** All addresses of the console. Who may see what is asked by the frame, so that it follows rights as they change. */
export function createConsoleRouter(apps: readonly ConsoleApp[]): Router {
  return createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', component: () => import('./shell/home/home-page.vue') },
      // The gate shows the page to sign in here, whoever comes.
      { path: '/sign-in', component: () => import('./shell/home/home-page.vue') },
      ...apps.flatMap(({ routes }) => routes),
      { path: '/:rest(.*)*', component: () => import('./shell/lost-page.vue') },
    ],
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  });
}
