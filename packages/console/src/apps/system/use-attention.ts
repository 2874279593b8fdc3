import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Concern } from '../../console-app.ts';
import { useSession } from '../../live/session.ts';
import { concernsOf } from './concerns.ts';
import { useSystem } from './use-system.ts';

/** What of the hub itself needs a person. */
export function useSystemAttention(): ComputedRef<readonly Concern[]> {
  const { t, locale } = useI18n();
  if (!useSession().may('house.system.read')) return computed(() => []);
  const { value } = useSystem();
  return computed(() => {
    if (!value.value) return [];
    return concernsOf(value.value).map(({ id, rank, tone, word, note, named, to }) => ({
      id,
      rank,
      tone,
      text: note ? (locale.value === 'zh-CN' ? note.zh : note.en) : t(`system.attention.${word}.text`, named),
      ...(word !== 'note' && { detail: t(`system.attention.${word}.detail`, named) }),
      remedies: [{ text: t(`system.attention.${word}.remedy`), to }],
    }));
  });
}
