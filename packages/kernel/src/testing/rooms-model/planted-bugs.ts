import type { Pos } from '../../ports/base.ts';
import type { Bus, Room, StateRoom } from '../../ports/room.ts';
import type { Op, Store } from '../../ports/store.ts';
import type { FakeWire } from '../fake-wire.ts';
import type { Parts } from './world.ts';

/** A fault in one of the parts that the rooms stand on, or in how they might have used it. */
export interface PlantedBug {
  readonly name: string;
  readonly plant: (parts: Parts) => Parts;
}

function withRead(store: Store, change: (op: string, value: unknown) => unknown): Store {
  return {
    ...store,
    epoch: store.epoch,
    read: async <A, R>(op: Op<A, R>, args: A) => change(op.name, await store.read(op, args)) as R,
  };
}

function withBus(parts: Parts, change: (bus: Bus) => Partial<Bus>): Parts {
  return {
    ...parts,
    openBus() {
      const bus = parts.openBus();
      return { ...bus, ...change(bus) };
    },
  };
}

function withWire(parts: Parts, change: (wire: FakeWire) => void): Parts {
  return { ...parts, wrapWire: change };
}

async function turns(parts: Parts, count: number): Promise<void> {
  for (let left = count; left > 0; left--) await parts.turn();
}

/** The snapshot claims to hold the commit after it. */
function lateCommit(room: StateRoom<never>): StateRoom<never> {
  return {
    ...room,
    async snapshot(store, key) {
      const { at, values } = await room.snapshot(store, key);
      return { at: at + 1, values };
    },
  };
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'K7: a snapshot that says it is newer than it is',
    plant: (parts) => ({
      ...parts,
      wrapRoom: <R extends Room<never>>(room: R) => (room.kind === 'state' ? (lateCommit(room) as R) : room),
    }),
  },
  {
    name: 'K7: the room is subscribed to some turns after the join has begun',
    plant: (parts) =>
      withBus(parts, (bus) => ({
        subscribe(topic, fn) {
          let stop: (() => void) | null = null;
          let ended = false;
          void turns(parts, 6).then(() => {
            if (!ended) stop = bus.subscribe(topic, fn);
          });
          return () => {
            ended = true;
            stop?.();
          };
        },
      })),
  },
  {
    name: 'a replay that leaves out the first message after the position',
    plant: (parts) => ({
      ...parts,
      store: withRead(parts.store, (op, value) => {
        if (op !== 'kernel.log-page') return value;
        const page = value as { rows?: unknown[] };
        return page.rows && page.rows.length > 1 ? { ...page, rows: page.rows.slice(1) } : value;
      }),
    }),
  },
  {
    name: 'a memory log that counts on after a restart under the old epoch',
    plant(parts) {
      const same = ({ seq }: Pos): Pos => ({ epoch: 'always', seq });
      const epochs = new WeakMap<Bus, string>();
      return withBus(parts, (bus) => ({
        async append(log, entry, keep) {
          return same(await bus.append(log, entry, keep));
        },
        async head(log) {
          return same(await bus.head(log));
        },
        async since(log, pos) {
          const { epoch } = await bus.head(log);
          epochs.set(bus, epoch);
          const entries = await bus.since(log, { epoch, seq: pos.seq });
          return entries === 'gap' ? [] : entries.map(({ pos, entry }) => ({ pos: same(pos), entry }));
        },
        subscribe: (topic, fn) => bus.subscribe(topic, (message, pos) => fn(message, pos && same(pos))),
      }));
    },
  },
  {
    name: 'K10: a full wire that drops what it is given and says it took it',
    plant: (parts) =>
      withWire(parts, (wire) => {
        const write = wire.write.bind(wire);
        let full = false;
        wire.block = () => {
          full = true;
        };
        wire.drain = () => {
          full = false;
        };
        wire.write = (frames) => full || write(frames);
      }),
  },
  {
    name: 'K8: a wire that is written to once per frame',
    plant: (parts) =>
      withWire(parts, (wire) => {
        const write = wire.write.bind(wire);
        wire.write = (frames) => frames.map((frame) => write([frame])).every(Boolean);
      }),
  },
  {
    name: 'a bus that hands over two messages in the wrong order',
    plant: (parts) =>
      withBus(parts, (bus) => ({
        subscribe(topic, fn) {
          let kept: Parameters<typeof fn> | null = null;
          return bus.subscribe(topic, (...heard) => {
            if (!kept) {
              kept = heard;
              void parts.turn().then(() => {
                if (kept) fn(...kept);
                kept = null;
              });
              return;
            }
            fn(...heard);
            fn(...kept);
            kept = null;
          });
        },
      })),
  },
];
