import type { TokenKeep } from '../live/session.ts';

const STORED = 'posthouse.token';

/** A configured token lives as long as the tab: it opens everything, and nobody can end it from afar. */
export function createTokenKeep(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): TokenKeep {
  return {
    get: () => storage.getItem(STORED),
    set: (token) => (token === null ? storage.removeItem(STORED) : storage.setItem(STORED, token)),
  };
}
