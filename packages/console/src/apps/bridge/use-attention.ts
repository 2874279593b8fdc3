import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Concern } from '../../console-app.ts';
import { mattersOf, type Matter } from './matters.ts';
import { useBridge } from './use-bridge.ts';

/** What of the stations needs a person, with its remedies. */
export function useBridgeAttention(): ComputedRef<readonly Concern[]> {
  const { t } = useI18n();
  const { stations, ready, open } = useBridge();

  function concernOf({ id, rank, word, n, station, since }: Matter): Concern {
    if (word === 'uncertain' || station === undefined) {
      const list = { path: '/bridge/jobs', query: { state: 'uncertain' } };
      return {
        id,
        rank,
        tone: 'asks',
        text: t('bridge.attention.uncertain', { n }, n),
        remedies: [{ text: t('bridge.attention.decide'), to: list }],
      };
    }
    return {
      id,
      rank,
      tone: 'waits',
      text: t('bridge.attention.away', { station, n }, n),
      detail: t('bridge.attention.awayWhy'),
      ...(since !== undefined && { since }),
      remedies: [
        { text: t('bridge.attention.open'), to: { path: '/bridge', query: { station } } },
        {
          text: t('bridge.attention.jobs'),
          to: { path: '/bridge/jobs', query: { station, state: 'waiting' } },
        },
      ],
    };
  }

  return computed(() => (ready.value && open.value ? mattersOf(open.value, stations).map(concernOf) : []));
}
