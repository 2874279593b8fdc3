import type { Ms } from '../ports/base.ts';

/** Addresses remembered; the one that offended longest ago goes first. */
const REMEMBERED = 1_024;
/** Connections that such an address may open while it waits: a shop behind one address has good peers, too. */
const FREE = 4;
const FIRST_WAIT: Ms = 4_000;
const LONGEST_WAIT: Ms = 32_000;
/** Who behaved for so long after its wait begins anew. */
const FORGIVEN_AFTER: Ms = 300_000;

interface Offender {
  wait: Ms;
  until: Ms;
  free: number;
}

/**
 * Addresses whose peers were cut for abuse. Coming back would give each a fresh allowance; so while a wait runs, which
 * doubles from 4 to 32 s with each offence after the last one, an address may open four connections more. All others
 * know nothing of this.
 */
export class Offenders {
  readonly #offenders = new Map<string, Offender>();

  get size(): number {
    return this.#offenders.size;
  }

  add(address: string, mono: Ms): void {
    const known = this.#offenders.get(address);
    // One wait for all that are cut in it, or six peers of one address would be punished six times.
    if (known && known.until > mono) return;
    const again = known && mono - known.until < FORGIVEN_AFTER;
    const wait = again ? Math.min(2 * known.wait, LONGEST_WAIT) : FIRST_WAIT;
    this.#offenders.delete(address);
    this.#offenders.set(address, { wait, until: mono + wait, free: FREE });
    if (this.#offenders.size <= REMEMBERED) return;
    const [oldest] = this.#offenders.keys();
    this.#offenders.delete(oldest!);
  }

  /** Whether a new connection of this address would have to wait. Asking takes none of its free ones. */
  holds(address: string, mono: Ms): boolean {
    const known = this.#offenders.get(address);
    return known !== undefined && known.until > mono && known.free <= 0;
  }

  /** How long a new connection of this address has to wait: 0, it may come in. */
  waitOf(address: string, mono: Ms): Ms {
    const known = this.#offenders.get(address);
    if (!known || known.until <= mono) return 0;
    return known.free-- > 0 ? 0 : known.until - mono;
  }
}
