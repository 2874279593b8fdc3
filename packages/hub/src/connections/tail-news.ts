import type { Key } from '@posthouse/kernel';

/** One message of the connection that is watched, or where the watching stands (`id` is `status`). */
export type TailNews =
  | {
      readonly is: 'message';
      /** Counts from 1, as text: the order of the messages. */
      readonly id: string;
      readonly at: string;
      readonly direction: 'in' | 'out';
      /** The message's own word: `type` of JSON, the event of Socket.IO; `text` and `bytes` have none. */
      readonly type: string;
      /** Characters, or bytes of what is no text. */
      readonly size: number;
      /** Parsed where it is JSON; null where it was too large to be shown. */
      readonly payload: unknown;
    }
  | {
      readonly is: 'status';
      readonly id: 'status';
      /**
       * `gone`: there is no such connection any more. `over`: it was watched for as long as one may; join again to go
       * on. `busy`: too many connections are being watched.
       */
      readonly tail: 'on' | 'gone' | 'over' | 'busy';
      /** Messages that were not shown because there were too many in one second. */
      readonly skipped: number;
      readonly until: string | null;
    };

const PREFIX = 'house/tail/';

/** The rooms' key for one connection. */
export const tailKey = (peer: string): Key => `${PREFIX}${peer}`;

export const isTailKey = (key: Key): boolean => key.startsWith(PREFIX) && key.length > PREFIX.length;

/** The connection that a key names. */
export const peerOfKey = (key: Key): string => key.slice(PREFIX.length);
