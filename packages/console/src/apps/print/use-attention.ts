import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Concern, Remedy } from '../../console-app.ts';
import type { Tone } from '../../design/tone.ts';
import { useApi } from '../../live/api.ts';
import { mattersOf, type Matter } from './matters.ts';
import { usePrint, type Print } from './use-print.ts';
import { usePrinterWords } from './use-printer-words.ts';

const TONES: Readonly<Record<Matter['word'], Tone>> = {
  uncertain: 'asks',
  failed: 'bad',
  trouble: 'bad',
  unclaimed: 'waits',
  stray: 'waits',
  standing: 'waits',
  noPrinter: 'waits',
};

/** What of printing needs a person, with its remedies. */
export function usePrintAttention(print: Print = usePrint()): ComputedRef<readonly Concern[]> {
  const { t } = useI18n();
  const api = useApi();
  const { stateText, remedyText } = usePrinterWords();

  /** One open question can be answered where it is read; several are answered in their list. */
  function decide(): readonly Remedy[] {
    const open = print.jobs.value.filter(({ status }) => status === 'uncertain');
    const list = {
      text: t('print.attention.decide'),
      to: { path: '/print/jobs', query: { status: 'uncertain' } },
    };
    const [only, another] = open;
    if (!only || another || print.status.value?.jobs['uncertain'] !== 1) return [list];
    const resolve = (printed: boolean) => () => api.post(`/api/print/jobs/${only.id}/resolve`, { printed });
    return [
      { text: t('print.question.yes'), run: resolve(true), permission: 'print.job.retry' },
      { text: t('print.question.no'), run: resolve(false), permission: 'print.job.retry' },
      { text: t('print.attention.look'), to: { path: '/print/jobs', query: { open: String(only.id) } } },
    ];
  }

  function remediesOf({ word }: Matter): readonly Remedy[] {
    switch (word) {
      case 'uncertain':
        return decide();
      case 'failed':
        return [
          { text: t('print.attention.showJobs'), to: { path: '/print/jobs', query: { status: 'failed' } } },
        ];
      case 'noPrinter':
        return [
          { text: t('print.printer.add'), to: '/print/printers?add=1', permission: 'print.printer.write' },
        ];
      case 'unclaimed':
        return [
          { text: t('print.attention.adopt'), to: '/print/printers', permission: 'print.printer.write' },
        ];
      case 'stray':
      case 'trouble':
      case 'standing':
        return [{ text: t('print.attention.look'), to: '/print/printers' }];
    }
  }

  function textOf({ word, named, state }: Matter): string {
    const n = Number(named['n'] ?? 0);
    const key = word === 'trouble' && n === 0 ? 'troubleIdle' : word;
    const values = { ...named, ...(state !== undefined && { state: stateText(state) }) };
    return t(`print.attention.${key}`, values, n);
  }

  return computed(() => {
    if (!print.status.value) return [];
    return mattersOf(print.status.value).map((matter) => {
      const detail = remedyText(matter.state ?? null);
      return {
        id: matter.id,
        rank: matter.rank,
        tone: TONES[matter.word],
        text: textOf(matter),
        remedies: remediesOf(matter),
        ...(detail !== null && { detail }),
        ...(matter.since !== undefined && { since: matter.since }),
      };
    });
  });
}
