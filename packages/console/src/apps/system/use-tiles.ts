import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { HomeTile } from '../../console-app.ts';
import { bytesText } from '../../design/amounts.ts';
import { useSession } from '../../live/session.ts';
import { useBeats } from './charts/use-beats.ts';

/** How hard the hub works, on the home page. */
export function useSystemTiles(): ComputedRef<readonly HomeTile[]> {
  const { t } = useI18n();
  // Without the permission the room would refuse; the part is shown for other pages.
  if (!useSession().may('hub.status.read')) return computed(() => []);
  const { newest, spark } = useBeats();
  return computed(() => {
    const beat = newest.value;
    if (!beat) return [];
    return [
      {
        id: 'system-cpu',
        title: t('system.figures.cpu'),
        value: String(Math.round(beat.cpu)),
        unit: t('system.figures.percent'),
        note: t('system.figures.memoryNow', { amount: bytesText(beat.rss) }),
        spark: spark('cpu'),
        to: '/system/charts',
      },
    ];
  });
}
