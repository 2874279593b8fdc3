import { onScopeDispose, shallowReactive, watch } from 'vue';

/** How long a change is marked, milliseconds. */
const MARKED_MS = 2_000;

/**
 * Which rows have just changed or appeared. The first ones are not news, nor is a page of other rows (another filter):
 * then nothing of what was there is left.
 */
export function useFresh<Row>(
  rows: () => readonly Row[],
  keyOf: (row: Row) => string,
  stampOf: (row: Row) => string,
): ReadonlySet<string> {
  const fresh = shallowReactive(new Set<string>());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const mark = (key: string) => {
    clearTimeout(timers.get(key));
    fresh.add(key);
    timers.set(
      key,
      setTimeout(() => {
        fresh.delete(key);
        timers.delete(key);
      }, MARKED_MS),
    );
  };
  watch(
    () => new Map(rows().map((row) => [keyOf(row), stampOf(row)])),
    (now, before) => {
      const changed = changedKeys(before, now);
      for (const key of changed) mark(key);
    },
  );
  onScopeDispose(() => {
    for (const timer of timers.values()) clearTimeout(timer);
  });
  return fresh;
}

/** Keys whose stamp is new; none when the two have nothing in common. */
export function changedKeys(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly string[] {
  if (![...now.keys()].some((key) => before.has(key))) return [];
  return [...now].flatMap(([key, stamp]) => (before.get(key) === stamp ? [] : [key]));
}
