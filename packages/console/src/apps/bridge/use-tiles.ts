import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { HomeTile } from '../../console-app.ts';
import { useNow } from '../../design/use-now.ts';
import { countSpans } from '../../design/count-spans.ts';
import { useBridge } from './use-bridge.ts';

/** Five minutes, for an hour. */
const SPARK = { span: 300_000, spans: 12 };

/** The stations on the home page; nothing where there never was one. */
export function useBridgeTiles(): ComputedRef<readonly HomeTile[]> {
  const { t } = useI18n();
  const { stations, jobs } = useBridge();
  const now = useNow();
  return computed(() => {
    if (stations.size === 0) return [];
    const online = [...stations.values()].filter(({ connected }) => connected).length;
    return [
      {
        id: 'bridge-stations',
        title: t('bridge.tile.stations'),
        value: String(online),
        unit: t('bridge.tile.of', { n: stations.size }),
        tone: online > 0 ? 'good' : 'off',
        note: t('bridge.tile.lastHour'),
        spark: countSpans(
          jobs.value.map(({ sent_at }) => sent_at),
          now.value,
          SPARK,
        ),
        to: '/bridge',
      },
    ];
  });
}
