export { storeErrors } from '@posthouse/kernel';
export { openSqlite, type SqliteOptions } from './open.ts';
