import type { JobDetail } from '@posthouse/print/contract';
import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { TimelineEvent } from '../../design/timeline.ts';
import { timelineOf } from './history.ts';
import { usePrinterWords } from './use-printer-words.ts';

/** A job's history in the reader's words. */
export function useTimeline(job: () => JobDetail | null): ComputedRef<readonly TimelineEvent[]> {
  const words = useI18n();
  const { t } = words;
  const { stateText } = usePrinterWords();
  const saidText = (word: string, said: string) => {
    if (word === 'stateNews') return stateText(said);
    const key = `print.history.said.${said}`;
    return words.te(key) ? t(key) : said;
  };
  return computed(() =>
    (job() === null ? [] : timelineOf(job()!)).map(
      ({ at, tone, word, said, by, evidence, copy, attempt }, id) => {
        const detail = [
          copy === null ? null : t('print.job.copy', { n: copy }),
          attempt === null ? null : t('print.job.attempt', { n: attempt }),
          said === null ? null : saidText(word, said),
          by === null ? null : t('print.history.by', { name: by }),
        ].filter((part) => part !== null);
        return {
          id,
          at,
          tone,
          title: words.te(`print.history.${word}`) ? t(`print.history.${word}`) : word,
          ...(detail.length > 0 && { detail: detail.join(' · ') }),
          ...(evidence !== null && { evidence: t(`print.evidence.${evidence}`) }),
        };
      },
    ),
  );
}
