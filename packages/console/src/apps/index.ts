import type { ConsoleApp } from '../console-app.ts';
import { bridge } from './bridge/index.ts';
import { print } from './print/index.ts';

/** The one list of the console's parts, in the order of the menu. */
export const apps: readonly ConsoleApp[] = [print, bridge];
