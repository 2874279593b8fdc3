import { reply } from '@posthouse/kernel';
import { route } from '../http/route.ts';

/** Where the old site sent strangers. Public: it only shows the way to the hub's own page, which asks who comes. */
export const signInRoute = route({
  method: 'GET',
  path: '/admin/login',
  permission: null,
  summary: { zh: '旧后台：登录页，转到驿站的登录页', en: "Old admin site: sign in, on the hub's own page" },
  schema: {},
  handle: async () => reply({ redirect: '/sign-in' }),
});
