import { nestsDeeper } from '@posthouse/kernel';
import { Decoder } from 'socket.io-parser';

/** Levels beyond which a packet is not parsed; above every limit of the kernel's. */
const LEVELS = 64;

const STAND_IN = `["",${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}]`;

/**
 * Socket.IO's decoder, which would make an array of every bracket before the kernel could refuse it: a MiB of them
 * costs tens of milliseconds and megabytes. One that nests too deep comes through as a small one that does, so that
 * the kernel refuses it with its code.
 */
export class BoundedDecoder extends Decoder {
  override add(packet: unknown): void {
    super.add(typeof packet === 'string' && nestsDeeper(packet, LEVELS) ? standIn(packet) : packet);
  }
}

/** Keeps type, namespace and number of the packet. */
function standIn(packet: string): string {
  return packet.slice(0, packet.indexOf('[')) + STAND_IN;
}
