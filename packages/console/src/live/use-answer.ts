import { shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue';
import { useApi } from './api.ts';
import { ApiError } from './api-error.ts';
import { useHub } from './hub.ts';
import { createRefresh } from './refresh.ts';

export interface Answer<T> {
  /** The last one that came; null until the first. While another is on its way, this one stays. */
  readonly value: ShallowRef<T | null>;
  /** Why the last asking failed; null when it did not. */
  readonly failure: ShallowRef<ApiError | null>;
  readonly refresh: () => void;
}

/**
 * What the hub answers at an address (null: nothing is asked), again at each `refresh`, for each new address, and when
 * the hub is there again after a break: it may have another answer then.
 */
export function useAnswer<T>(
  address: MaybeRefOrGetter<string | null>,
  /** What is meant in what came, whose shape its writer knows; all of it, unless said otherwise. */
  read: (body: never) => T = (body) => body,
): Answer<T> {
  const api = useApi();
  const value = shallowRef<T | null>(null);
  const failure = shallowRef<ApiError | null>(null);
  const refresh = createRefresh(async () => {
    const asked = toValue(address);
    if (asked === null) return;
    let answer: T | ApiError;
    try {
      answer = read(await api.get<never>(asked));
    } catch (error) {
      answer = asApiError(error);
    }
    // Something else was asked for meanwhile: that is on its way.
    if (asked !== toValue(address)) return;
    failure.value = answer instanceof ApiError ? answer : null;
    if (!(answer instanceof ApiError)) value.value = answer;
  });
  watch(
    () => toValue(address),
    () => {
      failure.value = null;
      refresh();
    },
    { immediate: true },
  );
  let away = false;
  watch(useHub().state, (state) => {
    if (state === 'waiting') away = true;
    if (state !== 'open' || (!away && failure.value === null)) return;
    away = false;
    refresh();
  });
  return { value, failure, refresh };
}

/** The api rejects with nothing else; what does come otherwise is a fault of ours and goes on. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
