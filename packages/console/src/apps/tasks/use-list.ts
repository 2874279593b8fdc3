import type { MaybeRefOrGetter, ShallowRef } from 'vue';
import { useRoom } from '../../live/rooms.ts';
import type { ApiError } from '../../live/api-error.ts';
import type { StateRoomRef } from '../../live/shares.ts';
import { useAnswer } from '../print/use-answer.ts';
import type { Envelope, Listed } from './answers.ts';

type Page<R> = Envelope<Listed<R>>;

/** A page of a list, kept up to date by its room: a row changes in place, a new or vanished one asks again. */
export function useLiveListed<R extends { readonly id: number }>(
  address: MaybeRefOrGetter<string>,
  room: StateRoomRef<R>,
): { page: ShallowRef<Page<R> | null>; failure: ShallowRef<ApiError | null>; refresh: () => void } {
  const { value, failure, refresh } = useAnswer<Page<R>>(address);
  useRoom(room, {
    message(news) {
      const page = value.value && room.gone?.(news) !== true ? withRow(value.value, news) : null;
      if (page) value.value = page;
      else refresh();
    },
    resync: refresh,
  });
  return { page: value, failure, refresh };
}

/** The page with that row as it is now; null when it does not show it. */
export function withRow<R extends { readonly id: number }>(page: Page<R>, news: R): Page<R> | null {
  const { list } = page.data;
  const at = list.findIndex(({ id }) => id === news.id);
  return at < 0 ? null : { ...page, data: { ...page.data, list: list.with(at, news) } };
}
