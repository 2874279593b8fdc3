import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useAddress } from '../../design/use-address.ts';
import { useSession } from '../../live/session.ts';
import { useAnswer, type Answer } from '../../live/use-answer.ts';
import type { List } from './answers.ts';

export interface Roll<R> extends Answer<List<R>> {
  /** Whether one may add to it and change what is on it. */
  readonly mayWrite: ComputedRef<boolean>;
  /** The row beside the list; null when none is. */
  readonly open: ComputedRef<R | null>;
  /** Whether the form for a new one is beside it. */
  readonly adds: ComputedRef<boolean>;
  /** What stands beside the list: a row (`open`), the form (`add`), or nothing. */
  readonly show: (beside: { readonly open?: number; readonly add?: true }) => void;
}

/** Who and what is let in: a list of the hub's that fits on one page, and takes new ones by a form beside it. */
export function useRoll<R extends { readonly id: number }>(address: string, permission: string): Roll<R> {
  const route = useRoute();
  const router = useRouter();
  const session = useSession();
  const answer = useAnswer<List<R>>(address);
  const { open } = useAddress();
  const mayWrite = computed(() => session.may(permission));
  return {
    ...answer,
    mayWrite,
    open: computed(() => answer.value.value?.items.find(({ id }) => id === open.value) ?? null),
    adds: computed(() => mayWrite.value && route.query['add'] === '1'),
    show: ({ open: row, add }) =>
      void router.push({
        query: { ...(row !== undefined && { open: String(row) }), ...(add && { add: '1' }) },
      }),
  };
}
