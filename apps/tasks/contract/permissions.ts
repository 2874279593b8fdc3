/** The role of networks that may follow tasks without a token (`POSTHOUSE_TASKS_OPEN`). */
export const FOLLOWER_ROLE = 'tasks-follower';

/** What may be allowed to somebody; owner, admin and local have all. */
export const tasksPermissions = [
  permission('tasks.task.read', '查看查重任务', 'See tasks and their statistics', ['operator', 'viewer']),
  permission('tasks.task.follow', '实时关注查重任务', 'Follow tasks live', [
    'operator',
    'viewer',
    FOLLOWER_ROLE,
  ]),
  permission('tasks.task.run', '新建、启动、暂停、继续、取消、删除查重任务', 'Create, run and delete tasks', [
    'operator',
  ]),
  permission('tasks.task.verify', '二次验证查重结果', 'Verify results again', []),
] as const;

function permission(name: string, zh: string, en: string, roles: readonly string[]) {
  return { name, text: { zh, en }, roles };
}
