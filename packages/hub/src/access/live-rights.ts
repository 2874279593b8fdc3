import { closeCodes, type Peers, type Random, type Store } from '@posthouse/kernel';
import { accessChanges, type AccessChange } from './tables.ts';

/** Those whose rights changed come back within this span, not all at once. */
const COME_BACK = 2_000;

export interface LiveRightsOptions {
  readonly store: Pick<Store, 'onCommit'>;
  readonly peers: Pick<Peers, 'list'>;
  readonly random: Random;
  /** Before the peers, so that none can come back by what is remembered. */
  readonly changed: (changes: readonly AccessChange[]) => void;
}

/**
 * Makes commits take effect on who is connected, before the caller of the change hears that it is done: a
 * credential that was taken back closes its peers, and a new role sends them away to come back with it, since they
 * may be in rooms that are no longer theirs. The returned function stops it.
 */
export function watchRights({ store, peers, random, changed }: LiveRightsOptions): () => void {
  return store.onCommit(({ publications }) => {
    const changes = publications
      .filter(({ room }) => room === accessChanges.name)
      .map(({ message }) => message as AccessChange);
    if (changes.length === 0) return;
    changed(changes);
    const subjects = new Map(changes.map(({ subject, what }) => [subject, what]));
    for (const peer of peers.list()) {
      const { id, via } = peer.principal;
      const what = [subjects.get(id), via === undefined ? undefined : subjects.get(via)];
      if (what.includes('ended')) peer.close(closeCodes.unauthenticated, 'ACCESS_TOKEN_REVOKED');
      else if (what.includes('changed')) {
        peer.close(closeCodes.comeBack, 'ACCESS_RIGHTS_CHANGED', Math.round(random() * COME_BACK));
      }
    }
  });
}
