import { onScopeDispose } from 'vue';
import { useHub } from './hub.ts';
import type { Ears, LogRoomRef, LogView, StateRoomRef, StateView } from './shares.ts';

/** Joins a state room for as long as the component lives. */
export function useRoom<M>(room: StateRoomRef<M>, ears?: Ears<M>): StateView<M> {
  const { view, leave } = useHub().shares.state(room, ears);
  onScopeDispose(leave);
  return view;
}

/** Joins a log room for as long as the component lives; `entries` is what was said meanwhile. */
export function useLog<M>(room: LogRoomRef, ears?: Ears<M>): LogView<M> {
  const { view, leave } = useHub().shares.log(room, ears);
  onScopeDispose(leave);
  return view;
}
