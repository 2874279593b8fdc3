import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { stationOf } from '../job-filter.ts';

/** What the stations page shows beside its list, as the address bar has it: a station, or the form that sends. */
export function useStationAddress(): {
  readonly station: ComputedRef<string | null>;
  readonly sending: ComputedRef<boolean>;
  readonly opening: ComputedRef<boolean>;
  show(what: { station?: string; send?: '1'; add?: '1' }): void;
} {
  const route = useRoute();
  const router = useRouter();
  return {
    station: computed(() => stationOf(route.query['station'])),
    sending: computed(() => route.query['send'] === '1'),
    opening: computed(() => route.query['add'] === '1'),
    show: (what) => void router.push({ query: what }),
  };
}
