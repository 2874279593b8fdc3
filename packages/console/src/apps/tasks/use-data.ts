import { computed, type ComputedRef, type MaybeRefOrGetter, type ShallowRef } from 'vue';
import type { ApiError } from '../../live/api-error.ts';
import { useAnswer } from '../print/use-answer.ts';
import type { Envelope } from './answers.ts';

export interface Data<T> {
  /** The last that came; null until the first. */
  readonly data: ComputedRef<T | null>;
  readonly failure: ShallowRef<ApiError | null>;
  readonly refresh: () => void;
}

/** What the hub answers at an address of this dialect, out of its envelope. */
export function useData<T>(address: MaybeRefOrGetter<string | null>): Data<T> {
  const { value, failure, refresh } = useAnswer<Envelope<T>>(address);
  return { data: computed(() => value.value?.data ?? null), failure, refresh };
}
