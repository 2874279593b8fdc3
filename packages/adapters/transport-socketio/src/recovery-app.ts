import { refuse, type AnyOp, type App, type Ms } from '@posthouse/kernel';
import {
  adoptSessions,
  closeSession,
  forgetRoom,
  openSession,
  rememberRoom,
  restoreSession,
} from './session-ops.ts';
import { sessionMigrations, sessionRetention } from './session-tables.ts';

/** How long a client may be away and still find its session: Socket.IO's own default. */
export const RESUME_WITHIN: Ms = 120_000;

/** The sessions' tables and ops in the shape of an app, for the hub's list: it has no endpoint, route or room. */
export function recoveryApp({ keep = RESUME_WITHIN }: { keep?: Ms } = {}): App {
  return {
    name: 'socketio',
    migrations: sessionMigrations,
    ops: [openSession, restoreSession, rememberRoom, forgetRoom, closeSession, adoptSessions] as AnyOp[],
    retention: [sessionRetention(keep)],
    routes: [],
    errors: {},
    permissions: [],
    boxes: [],
    rooms: [],
    endpoints: [],
    periodic: [],
    deadline: async () => {},
    accept: async () => refuse('KERNEL_INTERNAL', 'the socketio app has no endpoint'),
    start: async () => async () => {},
  };
}
