import type { MaybeRefOrGetter } from 'vue';
import type { StateRoomRef } from '../../live/shares.ts';
import { useAnswer, type Answer } from '../../live/use-answer.ts';
import { useLiveList, type Page } from '../../live/use-live-list.ts';
import type { Envelope, Listed } from './answers.ts';

type Address = MaybeRefOrGetter<string | null>;

/** What the hub answers at an address of this dialect, out of its envelope. */
export const useData = <T>(address: Address): Answer<T> =>
  useAnswer(address, ({ data }: Envelope<T>) => data);

/** A page of a list of this dialect. */
export const useListed = <R>(address: Address): Answer<Page<R>> => useAnswer<Page<R>>(address, pageOf<R>);

/** The same, kept up to date by its room. */
export const useLiveListed = <R extends { readonly id: number }>(
  address: MaybeRefOrGetter<string>,
  room: StateRoomRef<R>,
): Answer<Page<R>> => useLiveList<R>(address, room, { read: pageOf<R> });

const pageOf = <R>({ data: { list, pagination } }: Envelope<Listed<R>>): Page<R> => ({
  items: list,
  total: pagination.total,
});
