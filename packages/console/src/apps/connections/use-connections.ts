import type { ConnectionRow, ConnectionSummary } from '@posthouse/protocol';
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import { useNow } from '../../design/use-now.ts';
import type { ApiError } from '../../live/api-error.ts';
import { useRoom } from '../../live/rooms.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { connectionsQuery, passes, sorted, type ConnectionFilter } from './filter.ts';
import { connectionsRoom } from './rooms.ts';

export const PAGE_SIZE = 50;

interface Page {
  readonly items: readonly ConnectionRow[];
  readonly total: number;
}

export interface Connections {
  readonly summary: ComputedRef<ConnectionSummary | null>;
  /** The page that is shown. */
  readonly rows: ComputedRef<readonly ConnectionRow[]>;
  /** How many the filter lets through. */
  readonly total: ComputedRef<number>;
  readonly ready: ShallowRef<boolean>;
  readonly failure: ShallowRef<ApiError | null>;
  /** One of them by its id, as it is now. */
  readonly find: (id: string) => ConnectionRow | null;
  /** Asks again for a page that cannot be followed live. */
  readonly refresh: () => void;
}

/**
 * Connections as they are from second to second. Their order is renewed every few seconds, and not at all while
 * `held`: a row must not run away from under a finger.
 */
export function useConnections(filter: () => ConnectionFilter, held: () => boolean): Connections {
  const { values, ready } = useRoom(connectionsRoom);
  const now = useNow();
  const summary = computed(() => {
    const news = values.get('summary');
    return news?.is === 'summary' ? news : null;
  });
  const isListed = computed(() => summary.value?.listed !== false);
  const asked = useAnswer<Page>(() =>
    isListed.value ? null : `/api/connections?${connectionsQuery(filter(), PAGE_SIZE)}`,
  );

  const found = computed(() =>
    [...values.values()].filter((news) => news.is === 'peer').filter((row) => passes(filter(), row)),
  );
  const order = shallowRef<readonly string[]>([]);
  const put = () => (order.value = sorted(found.value, filter().sort).map(({ id }) => id));
  // Who comes and who goes is seen at once; what only changes its weight waits.
  watch([() => found.value.map(({ id }) => id).join(), () => filter().sort], put, { immediate: true });
  watch(now, () => held() || put());

  const live = (id: string): ConnectionRow | null => {
    const news = values.get(id);
    return news?.is === 'peer' ? news : null;
  };
  const rows = computed(() => {
    if (!isListed.value) return asked.value.value?.items ?? [];
    const from = (filter().page - 1) * PAGE_SIZE;
    return order.value.slice(from, from + PAGE_SIZE).flatMap((id) => live(id) ?? []);
  });
  return {
    summary,
    rows,
    total: computed(() => (isListed.value ? order.value.length : (asked.value.value?.total ?? 0))),
    ready,
    failure: asked.failure,
    find: (id) => live(id) ?? rows.value.find((row) => row.id === id) ?? null,
    refresh: asked.refresh,
  };
}
