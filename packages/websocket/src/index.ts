export { frameOf } from './frame.ts';
export { pace } from './paced-reading.ts';
