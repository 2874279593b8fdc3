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
  permission('tasks.question.read', '查看题目与导入', 'See questions and imports', ['operator', 'viewer']),
  permission('tasks.question.write', '删除与恢复题目', 'Delete and restore questions', ['operator']),
  permission('tasks.question.import', '导入题目', 'Import questions', ['operator']),
  permission('tasks.result.read', '查看与导出查重结果', 'See and export what tasks found', [
    'operator',
    'viewer',
  ]),
  permission('tasks.result.keep', '保留一题并删除其重复题', 'Keep one question and delete its duplicates', [
    'operator',
  ]),
] as const;

function permission(name: string, zh: string, en: string, roles: readonly string[]) {
  return { name, text: { zh, en }, roles };
}
