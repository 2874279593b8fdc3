import { computed, inject, type ComputedRef, type InjectionKey } from 'vue';
import type { Concern, ConsoleApp } from '../console-app.ts';
import { worstTone, type Tone } from '../design/tone.ts';
import { provided } from '../live/api.ts';

/** What needs a person, of all parts together. */
export interface Attention {
  /** Worst first. */
  readonly concerns: ComputedRef<readonly Concern[]>;
  /** By the part's name: how many, and the worst colour. Parts that need nobody are not in it. */
  readonly byApp: ComputedRef<ReadonlyMap<string, { readonly count: number; readonly tone: Tone }>>;
}

/** Sets every part's attention up; call it in a component's setup. */
export function setUpAttention(apps: readonly ConsoleApp[]): Attention {
  const parts = apps.flatMap(({ name, attention }) => (attention ? [{ name, concerns: attention() }] : []));
  return {
    concerns: computed(() =>
      parts.flatMap(({ concerns }) => concerns.value).toSorted((one, other) => one.rank - other.rank),
    ),
    byApp: computed(
      () =>
        new Map(
          parts
            .filter(({ concerns }) => concerns.value.length > 0)
            .map(({ name, concerns }) => [
              name,
              { count: concerns.value.length, tone: worstTone(concerns.value.map(({ tone }) => tone)) },
            ]),
        ),
    ),
  };
}

export const ATTENTION: InjectionKey<Attention> = Symbol('attention');

export function useAttention(): Attention {
  return provided(inject(ATTENTION));
}
