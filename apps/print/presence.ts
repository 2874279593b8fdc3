import type { Kernel, Ms, StateRoom } from '@posthouse/kernel';
import { stateOf, type Live } from './live.ts';
import { mayWatch } from './store/rooms.ts';
import type { PrintStore } from './store.ts';

/** A change of who is connected is told within this. */
const LOOK: Ms = 1_000;

/**
 * Says that what is in no table has changed: who is connected, what printers say of themselves, what came out of the
 * virtual printer. Whoever shows it asks `/api/print/status` again.
 */
export const presenceRoom: StateRoom<{ readonly id: 'presence' }> = {
  name: 'print.presence',
  kind: 'state',
  id: ({ id }) => id,
  may: mayWatch,
  // Nothing to know but that it changes; whoever joins asks once anyway.
  snapshot: async () => ({ at: 0, values: [] }),
};
const PRESENCE_KEY = 'print/presence';

/** Compares what is live with what it was a moment ago: all but the printers' rows is in memory. */
export function watchPresence(store: PrintStore, live: Live) {
  let known = '';
  return {
    name: 'print.presence',
    every: LOOK,
    async run(kernel: Kernel) {
      const printers = await kernel.store.read(store.printers.list, null);
      const seen = JSON.stringify([
        printers.map((printer) => stateOf(live, kernel, printer)),
        live.door.clients.map(({ name, key, holds, mute }) => [name, key, holds, mute]),
        live.strays.list(kernel.clock.mono()),
        live.virtual?.papers().at(-1)?.id,
        live.virtual?.faults(),
      ]);
      if (seen === known) return;
      known = seen;
      kernel.rooms.publish(presenceRoom, PRESENCE_KEY, { id: 'presence' });
    },
  };
}
