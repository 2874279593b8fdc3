export { frameOf } from './frame.ts';
export { createPace, type Pace } from './paced-reading.ts';
