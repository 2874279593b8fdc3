import { computed, type ComputedRef } from 'vue';
import { useRoute } from 'vue-router';
import type { Query } from './query.ts';
import { useAddress } from './use-address.ts';

export interface Filter<F> {
  /** As the address bar says it. */
  readonly filter: ComputedRef<F>;
  /** Whether it leaves anything out: another page of the same list does not. */
  readonly narrowed: ComputedRef<boolean>;
  /** Another filter begins at its first page. */
  readonly narrow: (change: Partial<F>) => void;
  /** Everything again. */
  readonly widen: () => void;
}

/** What narrows a list; `read` and `write` say how it stands in the address bar, its defaults left out. */
export function useFilter<F extends { readonly page: number }>(
  read: (query: Query) => F,
  write: (filter: F) => Record<string, string>,
): Filter<F> {
  const route = useRoute();
  const address = useAddress();
  const filter = computed(() => read(route.query));
  return {
    filter,
    narrowed: computed(() => Object.keys(write({ ...filter.value, page: 1 })).length > 0),
    narrow: (change) => address.narrow(write({ ...filter.value, page: 1, ...change })),
    widen: () => address.narrow({}),
  };
}
