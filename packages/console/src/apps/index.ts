import type { ConsoleApp } from '../console-app.ts';
import { bridge } from './bridge/index.ts';
import { connections } from './connections/index.ts';
import { print } from './print/index.ts';
import { tasks } from './tasks/index.ts';
import { system } from './system/index.ts';
import { websocketTest } from './websocket-test/index.ts';

/** The one list of the console's parts, in the order of the menu. */
export const apps: readonly ConsoleApp[] = [print, bridge, tasks, connections, system, websocketTest];
