import type { MaybeRefOrGetter } from 'vue';
import { useRoom } from './rooms.ts';
import type { StateRoomRef } from './shares.ts';
import { useAnswer, type Answer } from './use-answer.ts';

export interface Page<R> {
  readonly items: readonly R[];
  readonly total: number;
}

export interface ListRules<R> {
  /** Whether a row that is not shown would be: then the page is asked for again. Any row, unless said otherwise. */
  readonly belongs?: (row: R) => boolean;
  /** A row as news of it make it, where the room tells less than the list did. */
  readonly patch?: (shown: R, news: R) => R;
  /** The page in what the hub answers, where that has another shape. */
  readonly read?: (body: never) => Page<R>;
}

/**
 * A page of a list, kept up to date by its room: a row that is shown changes in place and stays where it is; one that
 * is no more takes its place with it.
 */
export function useLiveList<R extends { readonly id: number }>(
  address: MaybeRefOrGetter<string>,
  room: StateRoomRef<R>,
  { belongs = () => true, patch = (_shown, news) => news, read }: ListRules<R> = {},
): Answer<Page<R>> {
  const answer = useAnswer<Page<R>>(address, read);
  useRoom(room, {
    message(news) {
      const page = answer.value.value;
      const isGone = room.gone?.(news) === true;
      const next = page && !isGone ? withNews(page, news, patch) : null;
      if (next) answer.value.value = next;
      else if (isGone || belongs(news)) answer.refresh();
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
