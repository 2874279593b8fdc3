import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { HomeTile } from '../../console-app.ts';
import { useNow } from '../../design/use-now.ts';
import { countSpans } from './count-spans.ts';
import { summaryOf } from './matters.ts';
import { usePrint } from './use-print.ts';

/** Five minutes, for an hour. */
const SPARK = { span: 300_000, spans: 12 };

/** Printing on the home page: what printed today, what waits, which printers are there. */
export function usePrintTiles(): ComputedRef<readonly HomeTile[]> {
  const { t } = useI18n();
  const { status, stats, jobs } = usePrint();
  const now = useNow();
  return computed(() => {
    if (!status.value || !stats.value) return [];
    const { online, waiting } = summaryOf(status.value);
    const ended = jobs.value.map(({ completed_at }) => completed_at);
    return [
      {
        id: 'print-today',
        title: t('print.tile.confirmed'),
        value: String(stats.value.completed_today),
        note: t('print.tile.lastHour'),
        spark: countSpans(ended, now.value, SPARK),
        to: '/print',
      },
      {
        id: 'print-waiting',
        title: t('print.tile.waiting'),
        value: String(waiting),
        ...(waiting > 0 && { tone: 'waits' as const }),
        to: '/print/jobs',
      },
      {
        id: 'print-printers',
        title: t('print.tile.printers'),
        value: String(online),
        unit: t('print.tile.of', { n: status.value.printers.length }),
        tone: online > 0 ? 'good' : 'off',
        to: '/print/printers',
      },
    ];
  });
}
