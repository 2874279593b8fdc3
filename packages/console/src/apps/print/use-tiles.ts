import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { HomeTile } from '../../console-app.ts';
import { useNow } from '../../design/use-now.ts';
import { agoOf } from '../../design/time.ts';
import { countSpans } from '../../design/count-spans.ts';
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
    const { online, away, waiting } = summaryOf(status.value);
    const since = Math.min(
      ...jobs.value
        .filter(({ status: state }) => state === 'waiting')
        .map(({ created_at }) => Date.parse(created_at)),
    );
    const { word, n } = agoOf(since, now.value);
    const oldest = () => t('print.tile.oldest', { ago: t(`time.${word}`, { n }, n) });
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
        ...(waiting === 0 && { note: t('print.tile.empty') }),
        ...(waiting > 0 && Number.isFinite(since) && { note: oldest() }),
        to: '/print/jobs',
      },
      {
        id: 'print-printers',
        title: t('print.tile.printers'),
        value: String(online),
        unit: t('print.tile.of', { n: status.value.printers.length }),
        tone: away.length > 0 ? 'waits' : online > 0 ? 'good' : 'off',
        ...(away.length > 0 && { note: t('print.tile.away', { names: away.join(t('print.tile.and')) }) }),
        ...(away.length === 0 && {
          note: t(online > 0 ? 'print.tile.allThere' : 'print.printer.state.unknown'),
        }),
        to: '/print/printers',
      },
    ];
  });
}
