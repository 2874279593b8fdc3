import { CodedError, type Commit, type Op, type Store } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

const op: Op<null, null> = { name: 'test.write', run: async () => null };
const COMMIT: Commit = { at: 1, wakes: [], due: null, publications: [] };

/** A store whose next write ends as it is told to. */
function stubStore() {
  let commit: (commit: Commit) => void = () => {};
  let next: () => Promise<unknown> = async () => null;
  const store = {
    write: () => next(),
    onCommit(listener: (commit: Commit) => void) {
      commit = listener;
      return () => {};
    },
  } as unknown as Store;
  return {
    store,
    refuses(detail?: object) {
      next = async () => Promise.reject(new CodedError('KERNEL_STORE_UNAVAILABLE', detail));
    },
    /** As a write that found nothing to write. */
    resolves() {
      next = async () => null;
    },
    commits() {
      next = async () => {
        commit(COMMIT);
        return null;
      };
    },
  };
}

describe('the trouble of a store', () => {
  it('lasts until it has committed again; what had nothing to write does not count', async () => {
    const metrics = createMetrics();
    const stub = stubStore();
    const store = metrics.measure(stub.store);
    stub.refuses();
    await store.write(op, null).catch(() => {});
    expect(metrics.storeTrouble()).toBe('KERNEL_STORE_UNAVAILABLE');
    stub.resolves();
    await store.write(op, null);
    expect(metrics.storeTrouble()).toBe('KERNEL_STORE_UNAVAILABLE');
    stub.commits();
    await store.write(op, null);
    expect(metrics.storeTrouble()).toBeNull();
  });

  it('is for good where the file is damaged, although other pages take writes', async () => {
    const metrics = createMetrics();
    const stub = stubStore();
    const store = metrics.measure(stub.store);
    stub.refuses({ reason: 'damaged' });
    await store.write(op, null).catch(() => {});
    stub.commits();
    await store.write(op, null);
    expect(metrics.storeTrouble()).toBe('STORE_DAMAGED');
  });
});
