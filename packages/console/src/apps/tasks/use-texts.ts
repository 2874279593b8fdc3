import { shallowReactive, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useApi } from '../../live/api.ts';
import { ApiError } from '../../live/api-error.ts';
import type { Envelope, Question } from './answers.ts';
import { lineOf } from './question-text.ts';

/** As many as the hub gives at once. */
const AT_ONCE = 100;

/** The first line of each of some questions: lists of findings hold ids alone. Of one that is deleted, its number. */
export function useTexts(ids: () => readonly number[]): (id: number) => string {
  const { t } = useI18n();
  const api = useApi();
  const texts = shallowReactive(new Map<number, string | null>());
  watch(
    () => [...new Set(ids())].filter((id) => !texts.has(id)).slice(0, AT_ONCE),
    async (missing) => {
      if (missing.length === 0) return;
      try {
        const { data } = await api.post<Envelope<{ questions: readonly Question[] }>>(
          '/api/questions/batch',
          {
            question_ids: missing,
            include_answer: false,
            include_analysis: false,
          },
        );
        const found = new Map(data.questions.map((one) => [one.question_id, one.content]));
        for (const id of missing) {
          const content = found.get(id);
          texts.set(id, content === undefined ? null : lineOf(content, t('tasks.question.picture')));
        }
      } catch (error) {
        // The list itself says what is wrong; its ids are there all the same.
        if (!(error instanceof ApiError)) throw error;
      }
    },
    { immediate: true },
  );
  return (id) => texts.get(id) ?? t('tasks.question.one', { id });
}
