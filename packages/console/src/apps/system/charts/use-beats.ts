import { computed, shallowRef, type ComputedRef } from 'vue';
import { useRoom } from '../../../live/rooms.ts';
import type { StateRoomRef } from '../../../live/shares.ts';
import { useAnswer } from '../../../live/use-answer.ts';
import { grown, sparkOf, type Beat, type History, type Series, type Span } from './history.ts';

/** The hub's pulse, once a second. */
export const vitalsRoom: StateRoomRef<Beat> = {
  name: 'house.vitals',
  key: 'house/vitals',
  id: () => 'vitals',
};

export interface Beats {
  readonly newest: ComputedRef<Beat | null>;
  /** Since the span began, growing at its end; null before the first answer. */
  readonly history: ComputedRef<History | null>;
  readonly spark: (series: Series) => readonly (number | null)[];
}

/** The hub's figures over a span: what it remembers, and from then on what it says. */
export function useBeats(span: () => Span = () => '15m'): Beats {
  const said = shallowRef<readonly Beat[]>([]);
  const asked = useAnswer<History>(() => `/api/system/metrics?span=${span()}`);
  const { values } = useRoom(vitalsRoom, {
    message: (beat) => (said.value = [...said.value.slice(-MOST), beat]),
    // What was missed while away is asked for.
    resync: asked.refresh,
  });
  const history = computed(() => {
    const known = asked.value.value;
    return known === null ? null : grown(known, said.value);
  });
  return {
    newest: computed(() => values.get('vitals') ?? null),
    history,
    spark: (series) => (history.value ? sparkOf(history.value, series) : []),
  };
}

/** Seconds said that are kept: a whole quarter of an hour. */
const MOST = 900;
