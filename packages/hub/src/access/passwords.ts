import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { CodedError } from '@posthouse/kernel';

/** scrypt's cost: 128·N·r bytes of memory for each of `p` passes. */
export interface ScryptCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's recommendation with 32 MiB: N = 2^15, r = 8, p = 3. */
export const SCRYPT_COST: ScryptCost = { ln: 15, r: 8, p: 3 };

export interface Passwords {
  hash(password: string): Promise<string>;
  /** `stale`: right, but hashed at another cost; hash it again. null for the hash costs the same and is wrong. */
  verify(password: string, hash: string | null): Promise<'right' | 'stale' | 'wrong'>;
}

/** At most this many at once (each holds 32 MiB), and this many waiting; beyond it ACCESS_BUSY is thrown. */
const AT_ONCE = 2;
const WAITING = 32;
const FORM = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/;

/** Hashes on the thread pool of node:crypto, so that the event loop never waits. The hash carries its cost. */
export function createPasswords(cost: ScryptCost = SCRYPT_COST): Passwords {
  const turn = createTurnstile();
  const parameters = `ln=${cost.ln},r=${cost.r},p=${cost.p}`;
  const decoy = { salt: Buffer.alloc(16), key: Buffer.alloc(32), cost };

  return {
    hash: (password) =>
      turn(async () => {
        const salt = randomBytes(16);
        const key = await derive(password, salt, cost);
        return `$scrypt$${parameters}$${salt.toString('base64url')}$${key.toString('base64url')}`;
      }),
    verify: (password, hash) =>
      turn(async () => {
        // Whoever asks for a name that does not exist must wait as long as for one that does.
        const known = (hash === null ? null : parse(hash)) ?? decoy;
        const key = await derive(password, known.salt, known.cost);
        if (!timingSafeEqual(key, known.key) || known === decoy) return 'wrong';
        return hash?.startsWith(`$scrypt$${parameters}$`) ? 'right' : 'stale';
      }),
  };
}

function parse(hash: string) {
  const [, ln, r, p, salt = '', key = ''] = FORM.exec(hash) ?? [];
  if (ln === undefined) return null;
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}

function derive(password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** ln;
  return new Promise((resolve, reject) => {
    // Two ways to type the same letter are one password.
    scrypt(password.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function createTurnstile() {
  const queue: (() => void)[] = [];
  let inside = 0;
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (inside >= AT_ONCE) {
      if (queue.length >= WAITING) throw new CodedError('ACCESS_BUSY');
      await new Promise<void>((resolve) => {
        queue.push(resolve);
      });
    } else inside++;
    try {
      return await run();
    } finally {
      const next = queue.shift();
      if (next) next();
      else inside--;
    }
  };
}
