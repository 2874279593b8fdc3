import type { Frame, Pos } from '@posthouse/kernel';
import { Encoder, PacketType } from 'socket.io-parser';

const POS = Symbol('pos');
const ATTACHMENTS = Symbol('attachments');

/** A frame that holds one event: `data` is the JSON text of `[event, ...args]`. */
export interface EventFrame extends Frame {
  readonly data: string;
  readonly [POS]?: Pos;
  readonly [ATTACHMENTS]?: readonly Uint8Array[];
}

/**
 * The frame of an event. A dialect needs no more than `{ data: JSON.stringify([event, ...args]) }`; this is for
 * arguments that hold bytes, which Socket.IO sends behind the text (Socket.IO protocol 5, "binary attachments").
 */
export function eventFrame(event: string, args: readonly unknown[]): EventFrame {
  const [text, ...attachments] = new Encoder().encode({
    type: PacketType.EVENT,
    nsp: '/',
    data: [event, ...args],
  }) as [string, ...Uint8Array[]];
  const data = text.slice(text.indexOf('['));
  return attachments.length === 0 ? { data } : { data, [ATTACHMENTS]: attachments };
}

/** The same event with its place in the endpoint's log. */
export function positioned(frame: Frame, pos: Pos): EventFrame {
  return { ...(frame as EventFrame), data: textOf(frame), [POS]: pos };
}

export function positionOf(frame: Frame): Pos | undefined {
  return (frame as EventFrame)[POS];
}

export function attachmentsOf(frame: Frame): readonly Uint8Array[] {
  return (frame as EventFrame)[ATTACHMENTS] ?? [];
}

export function textOf(frame: Frame): string {
  return typeof frame.data === 'string' ? frame.data : Buffer.from(frame.data).toString();
}
