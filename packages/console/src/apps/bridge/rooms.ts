import type { Job, Station } from '@posthouse/bridge/contract';
import { isGone, type StateRoomRef } from '../../live/shares.ts';

/** The newest jobs as they are now; why one failed is a code here and words in REST. */
export const jobsRoom: StateRoomRef<Job> = {
  name: 'bridge.jobs',
  key: 'bridge/jobs',
  id: ({ id }) => String(id),
  gone: isGone,
};

/** Who is there, and who was since the hub began. */
export const stationsRoom: StateRoomRef<Station> = {
  name: 'bridge.stations',
  key: 'bridge/stations',
  id: ({ clientId }) => clientId,
};
