import type { RawTarget } from '../storm/raw-socket.ts';
import { SOAK_IO_PATH, soakLive } from '../storm/soak-app.ts';

/** Where the hub under attack listens. */
export interface Ports {
  readonly main: number;
  readonly print: number;
}

/** One of the hub's doors, as a raw client sees it: what it says to come in, and how it says other things. */
export interface AttackedDoor {
  readonly name: string;
  readonly target: Omit<RawTarget, 'from'>;
  /** Said after the upgrade, in order. */
  readonly greeting: readonly string[];
  /** A message that the hub understands. */
  readonly chatter: (n: number) => string;
  /** A message that holds this JSON. */
  readonly wrap: (json: string) => string;
  /** Joins the room of this key; null: the dialect has no rooms. */
  readonly join: (key: string) => string | null;
}

const publish = (key: string, data: string) =>
  `{"type":"publish","room":{"name":"${soakLive.name}","key":"${key}"},"data":${data}}`;

/** A publication for the room that `join` joins. */
export const publication = (key: string, text: string): string => publish(key, JSON.stringify(text));

export function attackedDoors({ main, print }: Ports): readonly [AttackedDoor, AttackedDoor, AttackedDoor] {
  return [
    {
      name: 'native',
      target: { port: main, path: '/ws', subprotocol: 'posthouse.1' },
      greeting: ['{"type":"hello","data":{"client":"hostile/1","version":1}}'],
      chatter: (n) => publish('noise', String(n)),
      wrap: (json) => publish('noise', json),
      join: (key) => `{"type":"subscribe","room":{"name":"${soakLive.name}","key":"${key}"}}`,
    },
    {
      name: 'socket.io',
      target: { port: main, path: `${SOAK_IO_PATH}?EIO=4&transport=websocket` },
      greeting: ['40'],
      chatter: (n) => `42["noise",${n}]`,
      wrap: (json) => `42["noise",${json}]`,
      join: (key) => `42["join","${key}"]`,
    },
    {
      name: 'print',
      target: { port: print, path: '/' },
      greeting: ['{"type":"printer_info","printer":{"name":"hostile","status":"ready"}}'],
      chatter: () => '{"type":"ping"}',
      wrap: (json) => `{"type":"print_status","message":${json}}`,
      join: () => null,
    },
  ];
}
