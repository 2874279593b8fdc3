import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { HomeTile } from '../../console-app.ts';
import { useBeats } from '../system/charts/use-beats.ts';

/** How many are connected, and how that went in the last quarter of an hour. */
export function useConnectionTiles(): ComputedRef<readonly HomeTile[]> {
  const { t } = useI18n();
  const { newest, spark } = useBeats();
  return computed(() => {
    const beat = newest.value;
    if (!beat) return [];
    return [
      {
        id: 'connections',
        title: t('connections.tile.title'),
        value: String(beat.peers),
        unit: t('connections.tile.unit'),
        note: t('connections.tile.note', { received: beat.received, sent: beat.sent }),
        spark: spark('peers'),
        to: '/connections',
      },
    ];
  });
}
