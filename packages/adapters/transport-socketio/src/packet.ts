import type { Frame } from '@posthouse/kernel';
import { frameOf } from '@posthouse/websocket';
import { attachmentsOf, positionOf, textOf } from './event-frame.ts';
import { formatOffset } from './offset.ts';

const PACKET = Symbol('packet');

/** What a namespace puts around an event. One object per namespace, so that packets are cached by its identity. */
export interface Dress {
  /** Of the namespace, with its comma; empty for `/`. */
  readonly nsp: string;
  /** Whether clients read a trailing string argument as their offset. */
  readonly resumes: boolean;
  /** Bare Engine.IO messages, without a Socket.IO packet around them. */
  readonly raw?: boolean;
}

/** One Engine.IO message, ready for either transport. `wsPreEncodedFrame` is Engine.IO's own name. */
export interface Part {
  readonly data: string | Uint8Array;
  readonly options: { compress: false; wsPreEncodedFrame: readonly [Buffer] };
}

/** An event as it leaves: its messages, and all of them framed in one buffer for WebSocket. */
export interface Packet {
  readonly dress: Dress;
  readonly parts: readonly Part[];
  readonly bytes: Buffer;
}

/** The packet of a frame, encoded once and kept on the frame, whatever the number of receivers (K8). */
export function packetOf(frame: Frame, dress: Dress): Packet {
  const cached = frame as Frame & { [PACKET]?: Packet };
  if (cached[PACKET]?.dress === dress) return cached[PACKET];
  return (cached[PACKET] = encode(frame, dress, offsetOf(frame, dress)));
}

/** The packet of a frame that shall carry `offset` for one receiver. */
export function packetAt(frame: Frame, dress: Dress, offset: string): Packet {
  return encode(frame, dress, offset);
}

function offsetOf(frame: Frame, dress: Dress): string | null {
  const pos = dress.resumes ? positionOf(frame) : undefined;
  return pos ? formatOffset(pos) : null;
}

function encode(frame: Frame, dress: Dress, offset: string | null): Packet {
  if (dress.raw) {
    return packet(dress, [typeof frame.data === 'string' ? textPart(frame.data) : bytesPart(frame.data)]);
  }
  const attachments = attachmentsOf(frame);
  const type = attachments.length === 0 ? '2' : `5${attachments.length}-`;
  const json = dress.resumes ? withOffset(textOf(frame), offset) : textOf(frame);
  return packet(dress, [textPart(type + dress.nsp + json), ...attachments.map(bytesPart)]);
}

/**
 * `["e",1]` with an offset is `["e",1,"epoch:7"]`. Without one, an event that ends in a string gets a null behind it:
 * a client takes any trailing string for its offset, also the event's own name.
 */
function withOffset(json: string, offset: string | null): string {
  if (offset !== null) return `${json.slice(0, -1)},${JSON.stringify(offset)}]`;
  return json.endsWith('"]') ? `${json.slice(0, -1)},null]` : json;
}

function packet(dress: Dress, parts: readonly Part[]): Packet {
  const frames = parts.map((part) => part.options.wsPreEncodedFrame[0]);
  return { dress, parts, bytes: frames.length === 1 ? frames[0]! : Buffer.concat(frames) };
}

/** `4` is Engine.IO's type of a message (Engine.IO protocol 4). */
function textPart(data: string): Part {
  return { data, options: { compress: false, wsPreEncodedFrame: [frameOf(`4${data}`)] } };
}

function bytesPart(data: Uint8Array): Part {
  return { data, options: { compress: false, wsPreEncodedFrame: [frameOf(data)] } };
}
