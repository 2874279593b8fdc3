export { createHub, type Hub, type System } from './hub.ts';
export { loadConfig, type Config } from './config/load.ts';
export { systemClock } from './system/clock.ts';
export { createLog } from './system/log.ts';
