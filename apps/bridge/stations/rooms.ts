import type { Kernel, StateRoom } from '@posthouse/kernel';
import type { Station } from '../contract.ts';
import { mayWatch } from '../store/rooms.ts';

const STATIONS_KEY = 'bridge/stations';

/** Who is there, and who was since the start. It is in no table: stations say it again when the hub comes back. */
export function createStationsRoom(list: () => readonly Station[]) {
  const room: StateRoom<Station> = {
    name: 'bridge.stations',
    kind: 'state',
    id: ({ clientId }) => clientId,
    may: mayWatch,
    snapshot: async () => ({ at: 0, values: list() }),
  };
  const show = ({ rooms }: Kernel, station: Station): void => rooms.publish(room, STATIONS_KEY, station);
  return { room, show };
}
