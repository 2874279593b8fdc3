import { defineErrors } from '@posthouse/protocol';
import { questionErrors } from './question-errors.ts';

/** Every "no" of the tasks. `{…}` stands for a value of the refusal's detail; the Chinese texts are the old server's. */
export const tasksErrors = defineErrors({
  ...questionErrors,
  TASKS_UNKNOWN: {
    status: 404,
    text: { zh: '任务不存在', en: 'There is no such task' },
    remedy: { zh: '刷新任务列表', en: 'Look at the list of tasks again' },
  },
  TASKS_ALREADY_RUNNING: {
    status: 400,
    text: { zh: '任务已在运行中', en: 'The task is running already' },
    remedy: { zh: '等它完成，或先取消它', en: 'Wait for its end, or cancel it first' },
  },
  TASKS_START_PAUSED: {
    status: 400,
    text: {
      zh: '任务已暂停，请使用继续接口恢复运行',
      en: 'The task is paused: resume it instead',
    },
    remedy: { zh: '用 resume 恢复它', en: 'Resume it' },
  },
  TASKS_START_COMPLETED: {
    status: 400,
    text: { zh: '任务已完成，无法重新启动', en: 'The task is completed and cannot be started again' },
    remedy: { zh: '新建一个任务', en: 'Create a new one' },
  },
  TASKS_NOT_RUNNING: {
    status: 400,
    text: {
      zh: '只能暂停运行中的任务，当前状态为: {status}',
      en: 'Only a running task can be paused; this one is {status}',
    },
    remedy: { zh: '刷新任务，查看它的当前状态', en: 'Look at the task again for its present state' },
  },
  TASKS_NOT_PAUSED: {
    status: 400,
    text: {
      zh: '只能继续已暂停的任务，当前状态为: {status}',
      en: 'Only a paused task can be resumed; this one is {status}',
    },
    remedy: { zh: '刷新任务，查看它的当前状态', en: 'Look at the task again for its present state' },
  },
  TASKS_NOT_CANCELLABLE: {
    status: 400,
    text: { zh: '任务状态为{status}，无法取消', en: 'The task is {status} and cannot be cancelled' },
    remedy: { zh: '刷新任务，查看它的当前状态', en: 'Look at the task again for its present state' },
  },
  TASKS_NOT_COMPLETED: {
    status: 400,
    text: {
      zh: '任务状态为 {status}，只有已完成的任务才能进行二次验证',
      en: 'The task is {status}; only a completed one can be verified again',
    },
    remedy: { zh: '等任务完成后再验证', en: 'Wait until it is completed' },
  },
  TASKS_ANALYSIS_TYPE: {
    status: 400,
    text: {
      zh: '分析类型无效，支持的类型：full, incremental, custom',
      en: 'The analysis type must be full, incremental or custom',
    },
    remedy: { zh: '改用其中一种；省略时为 full', en: 'Use one of them; full is meant when it is left out' },
  },
  TASKS_VERIFICATION_TYPE: {
    status: 400,
    text: {
      zh: '验证类型无效，支持的类型：similar, all',
      en: 'The verification type must be similar or all',
    },
    remedy: {
      zh: '改用其中一种；省略时为 similar',
      en: 'Use one of them; similar is meant when it is left out',
    },
  },
  TASKS_VERIFY_BUSY: {
    status: 409,
    text: {
      zh: '该任务的二次验证正在进行',
      en: 'The results of this task are being verified again',
    },
    remedy: {
      zh: '等它完成；GET 同一地址可查看进展',
      en: 'Wait for it to end; GET at the same address says how far it is',
    },
  },
  TASKS_VERIFY_NONE: {
    status: 404,
    text: { zh: '该任务没有做过二次验证', en: 'The results of this task have not been verified again' },
    remedy: { zh: 'POST 同一地址即可开始', en: 'POST at the same address begins one' },
  },
  TASKS_CONFIG: {
    status: 400,
    text: { zh: '任务配置无效：{at} {must.zh}', en: 'The configuration is not valid: {at} {must.en}' },
    remedy: {
      zh: 'similarity_threshold 为 0 到 1 的数，method 为 question 或 stem，filters 见接口说明',
      en: 'similarity_threshold is a number from 0 to 1, method is question or stem; for filters see the docs',
    },
  },
  TASKS_FILTER: {
    status: 400,
    text: { zh: '筛选条件无效：{at} {must.zh}', en: 'The filter is not valid: {at} {must.en}' },
    remedy: { zh: '各筛选条件见 /api/docs', en: 'See /api/docs for the filters' },
  },
  TASKS_TOO_MANY: {
    status: 400,
    text: {
      zh: '任务过多（{limit} 个），请先删除旧任务',
      en: 'There are too many tasks ({limit}): delete old ones first',
    },
    remedy: { zh: '删除不再需要的任务后重试', en: 'Delete tasks that nobody needs and try again' },
  },
  TASKS_LOGIN_NEEDED: {
    status: 401,
    text: { zh: '关注任务需要先登录', en: 'Sign in to follow tasks' },
    remedy: {
      zh: '连接时带上令牌（auth.token、?token= 或 Authorization），或把所在网段写入 POSTHOUSE_TASKS_OPEN',
      en: 'Connect with a token (auth.token, ?token= or Authorization), or add your network to POSTHOUSE_TASKS_OPEN',
    },
  },
  TASKS_FOLLOW_FORBIDDEN: {
    status: 403,
    text: { zh: '没有查看任务的权限', en: 'Following tasks is not permitted' },
    remedy: { zh: '换用可以查看任务的令牌或账号', en: 'Use a token or an account that may see tasks' },
  },
});
