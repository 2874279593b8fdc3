import type { Route } from '@posthouse/kernel';

/** Whether the server answers, in the old server's words; `/health` says more. */
export const healthRoute: Route = {
  endpoints: ['main'],
  method: 'GET',
  path: '/api/health',
  // Public: by the contract it needs no token; it says nothing but that somebody answers.
  permission: null,
  summary: { zh: '查重任务旧接口：健康检查', en: 'Tasks, old interface: health' },
  schema: {},
  handle: async () => ({ status: 'healthy', message: '服务运行正常' }),
};
