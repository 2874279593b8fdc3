import type { MaybeRefOrGetter } from 'vue';
import { useRoom } from '../../live/rooms.ts';
import type { StateRoomRef } from '../../live/shares.ts';
import { useAnswer, type Answer } from './use-answer.ts';

export interface Page<R> {
  readonly items: readonly R[];
  readonly total: number;
}

export interface ListRules<R> {
  /** Whether a row that is not shown would be: then the page is asked for again. */
  readonly belongs: (row: R) => boolean;
  /** A row as news of it make it, where the room tells less than the list did. */
  readonly patch?: (shown: R, news: R) => R;
}

/** A page of a list, kept up to date by its room: a row that is shown changes in place and stays where it is. */
export function useLiveList<R extends { readonly id: number }>(
  address: MaybeRefOrGetter<string>,
  room: StateRoomRef<R>,
  { belongs, patch = (_shown, news) => news }: ListRules<R>,
): Answer<Page<R>> {
  const answer = useAnswer<Page<R>>(address);
  useRoom(room, {
    message(news) {
      const page = answer.value.value && withNews(answer.value.value, news, patch);
      if (page) answer.value.value = page;
      else if (belongs(news)) answer.refresh();
    },
    resync: answer.refresh,
  });
  return answer;
}

/** The page with the row as it is now; null when it does not show that row. */
export function withNews<R extends { readonly id: number }>(
  page: Page<R>,
  news: R,
  patch: (shown: R, news: R) => R,
): Page<R> | null {
  const at = page.items.findIndex(({ id }) => id === news.id);
  const shown = page.items[at];
  return shown === undefined ? null : { ...page, items: page.items.with(at, patch(shown, news)) };
}
