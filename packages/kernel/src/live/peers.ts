import {
  isRefusal,
  refuse,
  type Clock,
  type Log,
  type Ms,
  type Random,
  type Refusal,
} from '../ports/base.ts';
import type { App, Kernel } from '../ports/app.ts';
import type { Auth, Endpoint, Handshake, Inbound, Wire } from '../ports/peer.ts';
import { closeCodes } from './close-codes.ts';
import type { ListedPeer } from './listed-peer.ts';
import { Counters } from './counters.ts';
import { Intake } from './intake.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { LivePeer } from './live-peer.ts';
import type { PeerContext } from './peer-context.ts';
import { Knocks } from './knocks.ts';
import { Offenders } from './offenders.ts';
import { Turns } from './turns.ts';
import { Writer, type Tick } from './writer.ts';

export interface PeersOptions {
  readonly clock: Clock;
  readonly auth: Auth;
  readonly limits?: Partial<Limits>;
  readonly log: Log;
  readonly random: Random;
  /** `setImmediate`, so that everything one poll of the sockets brought is answered in one write. */
  readonly tick?: Tick;
  /** Where those who talk much wait. */
  readonly turns?: Turns;
}

export interface Peers {
  /** Makes the function that `Transport.open` takes. A refused wire is closed here, coded. */
  accept(
    endpoint: Endpoint,
    app: Pick<App, 'accept'>,
    kernel: Kernel,
  ): (handshake: Handshake, wire: Wire) => Promise<Inbound | Refusal>;
  /**
   * The code with which to turn this address away before a connection is made: it would be refused, and has been told so
   * often enough. null: let it come.
   */
  knock(address: string): string | null;
  list(): readonly ListedPeer[];
  /** By its id; undefined when it is gone. */
  find(id: string): ListedPeer | undefined;
  /** Sends everybody away, told when to come back, at random within `span`; resolves when all have been told. */
  drain(span: Ms): Promise<void>;
  readonly counters: Counters;
}

/** Everyone who is connected: admission, limits, first-message authentication, leaving. */
export function createPeers(options: PeersOptions): Peers {
  const { clock, auth, log, random, tick = queueMicrotask } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const counters = new Counters();
  const prefix = `${Math.floor(random() * 2 ** 32).toString(36)}-`;
  const writer = new Writer(tick, (error) => log.error({ error: String(error) }, 'a write failed'));
  const offenders = new Offenders();
  const knocks = new Knocks();
  const turns = (options.turns ?? new Turns(clock, queueMicrotask)).lane();
  const context: PeerContext = { clock, limits, log, random, counters, offenders, writer, turns, prefix };
  const peers = new Set<LivePeer>();
  const perAddress = new Map<string, number>();
  let draining = false;
  let met = 0;

  const isFull = (address: string): boolean => (perAddress.get(address) ?? 0) >= limits.perAddress;

  /** null: come in. Otherwise why not, and the close code to say it with. */
  function refusalFor(endpoint: Endpoint, address: string): { code: number; refusal: Refusal } | null {
    if (draining)
      return { code: endpoint.drainCode ?? closeCodes.comeBack, refusal: refuse('KERNEL_DRAINING') };
    if (isFull(address)) {
      return { code: closeCodes.full, refusal: refuse('KERNEL_TOO_MANY_FROM_ADDRESS') };
    }
    const after = offenders.waitOf(address, clock.mono());
    if (after > 0) return { code: closeCodes.full, refusal: refuse('KERNEL_ADDRESS_PACED', { after }) };
    if (peers.size < limits.connections) return null;
    if (!limits.evictOldest) return { code: closeCodes.full, refusal: refuse('KERNEL_TOO_MANY_CONNECTIONS') };
    const oldest = oldestOpen();
    if (oldest) {
      counters.refuse('KERNEL_EVICTED');
      oldest.close(closeCodes.full, 'KERNEL_EVICTED');
      forget(oldest);
    }
    return null;
  }

  /** Who is closing already would be no gain. */
  function oldestOpen(): LivePeer | undefined {
    for (const peer of peers) if (peer.state !== 'closed') return peer;
    return undefined;
  }

  function knock(address: string): string | null {
    const mono = clock.mono();
    if (draining || !knocks.goesOn(address, mono)) return null;
    if (isFull(address)) return 'KERNEL_TOO_MANY_FROM_ADDRESS';
    return offenders.holds(address, mono) ? 'KERNEL_ADDRESS_PACED' : null;
  }

  function remember(peer: LivePeer): void {
    peers.add(peer);
    counters.accepted++;
    perAddress.set(peer.address, (perAddress.get(peer.address) ?? 0) + 1);
  }

  function forget(peer: LivePeer): void {
    if (!peers.delete(peer)) return;
    counters.closed++;
    const left = perAddress.get(peer.address)! - 1;
    if (left > 0) perAddress.set(peer.address, left);
    else perAddress.delete(peer.address);
  }

  async function admit(
    endpoint: Endpoint,
    app: Pick<App, 'accept'>,
    kernel: Kernel,
    handshake: Handshake,
    wire: Wire,
  ): Promise<Inbound | Refusal> {
    const full = refusalFor(endpoint, handshake.address);
    if (full) {
      counters.refuse(full.refusal.refuse);
      knocks.refused(handshake.address, clock.mono());
      wire.close(full.code, full.refusal.refuse);
      return full.refusal;
    }
    const peer = new LivePeer({
      number: ++met,
      endpoint,
      address: handshake.address,
      wire,
      context,
      over: forget,
    });
    remember(peer);
    try {
      const who = await auth.who(handshake);
      if (!isRefusal(who)) peer.identify(who);
      const inbound = await app.accept(peer, handshake, kernel);
      if (!isRefusal(inbound)) return new Intake(peer, inbound);
      counters.refuse(inbound.refuse);
      peer.close(closeCodes.forbidden, inbound.refuse);
      peer.gone();
      return inbound;
    } catch (error) {
      log.error({ endpoint: endpoint.name, error: String(error) }, 'a connection could not be accepted');
      counters.refuse('KERNEL_INTERNAL');
      peer.close(closeCodes.internal, 'KERNEL_INTERNAL');
      peer.gone();
      return refuse('KERNEL_INTERNAL');
    }
  }

  return {
    accept: (endpoint, app, kernel) => (handshake, wire) => admit(endpoint, app, kernel, handshake, wire),
    knock(address) {
      const code = knock(address);
      if (code !== null) counters.refuse(code);
      return code;
    },
    list: () => [...peers],
    find: (id) => {
      for (const peer of peers) if (peer.id === id) return peer;
      return undefined;
    },
    counters,
    async drain(span) {
      draining = true;
      const leaving = [...peers].map((peer) => sendAway(peer, random() * span, clock));
      await Promise.all(leaving);
    },
  };
}

/** Who can be told when to come back goes at once; who cannot is closed at that moment instead. */
async function sendAway(peer: LivePeer, comeBackIn: Ms, clock: Clock): Promise<void> {
  if (!peer.knowsComeBack) await new Promise<void>((resolve) => void clock.after(comeBackIn, resolve));
  peer.drain(Math.round(comeBackIn));
}
