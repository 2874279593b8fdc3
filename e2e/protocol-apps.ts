import type { App, Codec, Handshake, Inbound, Peer } from '@posthouse/kernel';
import { ackArguments, eventFrame } from '@posthouse/transport-socketio';

interface Event {
  readonly event: string;
  readonly args: readonly unknown[];
}

type Accepts = Pick<App, 'accept'>;

const rooms = { encode: () => null };
const events: Codec = {
  id: 'suite-events',
  ...rooms,
  direct: (message) => eventFrame((message as Event).event, (message as Event).args),
};
const messages: Codec = {
  id: 'suite-messages',
  ...rooms,
  direct: (message) => ({ data: message as string | Uint8Array }),
};

/**
 * The suite reads one message a turn. When CONNECT and `auth` reach it in one chunk, as on a busy machine, it misses the
 * second, with any server; so `auth` comes a little later.
 */
const AUTH_DELAY = 25;

/** What the public Socket.IO suite expects of a server: `auth` first, then two kinds of echo. */
export const socketIoEcho: Accepts = {
  async accept(peer: Peer, hello: Handshake): Promise<Inbound> {
    peer.codec = events;
    peer.open();
    setTimeout(() => peer.send({ event: 'auth', args: [hello.auth] }), AUTH_DELAY);
    return inbound(async (message, reply) => {
      const { event, args } = message as Event;
      if (event === 'message') peer.send({ event: 'message-back', args });
      if (event === 'message-with-ack') reply?.(ackArguments(...args));
    });
  },
};

/** What the public Engine.IO suite expects: every message comes back. */
export const engineIoEcho: Accepts = {
  async accept(peer: Peer): Promise<Inbound> {
    peer.codec = messages;
    peer.open();
    return inbound(async (message) => peer.send(message));
  },
};

function inbound(message: Inbound['message']): Inbound {
  return { message, pong: () => {}, closed: () => {} };
}
