import type { Route } from '@posthouse/kernel';
import type { Access } from './access.ts';
import { auditRoutes } from './routes/audit.ts';
import { keyRoutes } from './routes/keys.ts';
import { linesDialectRoutes } from './routes/lines-dialect.ts';
import { machineRoutes } from './routes/machines.ts';
import { selfRoutes } from './routes/self.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { tasksDialectRoutes } from './routes/tasks-dialect.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { userRoutes } from './routes/users.ts';

/** Every route of access: our own, and the old clients' over the same accounts. */
export function accessRoutes(access: Access, timezone: string): readonly Route[] {
  return [
    ...signInRoutes(access),
    ...tokenRoutes(access),
    ...selfRoutes(access, timezone),
    ...userRoutes(access),
    ...keyRoutes(access),
    ...machineRoutes(access),
    ...auditRoutes(),
    ...linesDialectRoutes(access),
    ...tasksDialectRoutes(access),
  ];
}
