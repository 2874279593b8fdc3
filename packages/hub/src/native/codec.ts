import type { Clock, Codec, Frame, Key, Notice, Pos, RoomEvent } from '@posthouse/kernel';
import type { HubMessage } from '@posthouse/protocol';

type Unstamped<M> = M extends unknown ? Omit<M, 'timestamp'> : never;

/** A message of the hub before the codec stamps it. */
export type Said = Unstamped<HubMessage>;

/** Encodes room events, once for all native peers, and what is said to one of them. `text` words a code. */
export function createNativeCodec(clock: Clock, text: (code: string) => string): Codec {
  function frame({ type, ...rest }: Said): Frame {
    return { data: JSON.stringify({ type, timestamp: new Date(clock.now()).toISOString(), ...rest }) };
  }

  return {
    id: 'native',
    encode: (name, key, event, pos) => frame(roomWord({ name, key }, event, pos)),
    direct: (message) => frame(message as Said),
    notice: (notice) => frame(noticeWord(notice, text)),
  };
}

function roomWord(room: { name: string; key: Key }, event: RoomEvent, pos?: Pos): Said {
  switch (event.kind) {
    case 'message':
      return {
        type: 'message',
        room,
        ...(pos && { epoch: pos.epoch, seq: pos.seq }),
        data: event.message ?? null,
      };
    case 'subscribed':
      return { type: 'subscribed', room, data: { recovered: event.recovered, ...(pos && { pos }) } };
    case 'snapshot':
      return { type: 'snapshot', room, data: { values: [...event.values] } };
    case 'gap':
      return { type: 'gap', room, data: { from: event.from, to: event.to, reason: event.reason } };
  }
}

function noticeWord(notice: Notice, text: (code: string) => string): Said {
  switch (notice.kind) {
    case 'refused': {
      const { refuse: code, detail } = notice.refusal;
      return {
        type: 'error',
        data: { code, message: text(code), ...(detail !== undefined && { about: { detail } }) },
      };
    }
    case 'comeBack':
      return { type: 'reconnect', data: { after: notice.after } };
  }
}
