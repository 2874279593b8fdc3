import { defaultLimits, type Catalog, type Kernel, type Peer } from '@posthouse/kernel';
import type { Said } from './codec.ts';
import type { Methods } from './methods.ts';

/** What one connection may take; said in `welcome`. */
export interface NativeLimits {
  /** Bytes of a message: the endpoint's `maxMessage`. */
  readonly message: number;
  /** Rooms: the kernel's `joins`. */
  readonly subscriptions: number;
  readonly holds: number;
  /** Messages a second: the kernel's `messages`. */
  readonly rate: number;
}

export const defaultNativeLimits: NativeLimits = {
  message: 1_048_576,
  subscriptions: 256,
  holds: 64,
  rate: defaultLimits.messages,
};

/** What the parts of one session share. */
export interface Context {
  readonly peer: Peer;
  readonly kernel: Kernel;
  readonly catalog: Catalog;
  readonly limits: NativeLimits;
  readonly methods: Methods;
  readonly say: (message: Said) => void;
  /** The code's sentence in the language of this connection. */
  readonly text: (code: string) => string;
}
