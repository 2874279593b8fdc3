export { createBus } from './local-bus.ts';
