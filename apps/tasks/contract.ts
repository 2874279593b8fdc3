export { authFailure } from './contract/auth-failure.ts';
export { tasksErrors } from './contract/errors.ts';
export { FOLLOWER_ROLE, tasksPermissions } from './contract/permissions.ts';
export * from './contract/states.ts';
export * from './contract/task.ts';
export { typeName } from './contract/types.ts';
