import type { Frame } from '../ports/peer.ts';
import type { LivePeer } from './live-peer.ts';
import type { Membership } from './peer-context.ts';

/** How a member stands in a channel. */
export class Member implements Membership {
  readonly peer: LivePeer;
  /** Events at or before this are not for it: it has them already. Infinity while a log is still replayed to it. */
  after = Infinity;
  /** False from when it left. */
  here = true;
  /** State rooms: its snapshot is still being made. */
  joining = false;
  /** State rooms: the newest frame per id, held back while it joins or takes nothing. */
  behind: Map<string, { frame: Frame; order: number }> | null = null;
  readonly #channel: Host;

  constructor(peer: LivePeer, channel: Host) {
    this.peer = peer;
    this.#channel = channel;
  }

  get id(): string {
    return this.#channel.id;
  }

  caughtUp(): void {
    this.#channel.caughtUp(this);
  }

  end(): void {
    this.#channel.remove(this);
  }
}

/** What a member asks of its channel. */
interface Host {
  readonly id: string;
  caughtUp(member: Member): void;
  remove(member: Member): void;
}
