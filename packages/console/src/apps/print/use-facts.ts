import type { PrintStatus } from '@posthouse/print/contract';
import { computed, type ComputedRef, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Tone } from '../../design/tone.ts';
import { summaryOf } from './matters.ts';

/** The line beside the title: what is online, what waits, what a person must decide. */
export function useFacts(
  status: ShallowRef<PrintStatus | null>,
): ComputedRef<readonly { text: string; tone?: Tone }[]> {
  const { t } = useI18n();
  return computed(() => {
    if (!status.value) return [];
    const { online, waiting, uncertain } = summaryOf(status.value);
    return [
      { text: t('print.summary.online', { n: online }, online), tone: online > 0 ? 'good' : 'off' },
      waiting > 0
        ? { text: t('print.summary.waiting', { n: waiting }, waiting), tone: 'waits' }
        : { text: t('print.summary.calm') },
      ...(uncertain > 0
        ? [{ text: t('print.summary.uncertain', { n: uncertain }, uncertain), tone: 'asks' as const }]
        : []),
    ];
  });
}
