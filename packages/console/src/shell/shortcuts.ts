import { onScopeDispose } from 'vue';

/** By key, or by a pair of keys pressed one after the other: `g p`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** How long the second key of a pair may take, milliseconds. */
const PAIR_MS = 1_200;

/** Reads single keys and pairs. Returns whether the key meant something. */
export function createKeyReader(find: (keys: string) => (() => void) | undefined) {
  let first: { key: string; at: number } | null = null;
  return (key: string, at: number): boolean => {
    const pair = first !== null && at - first.at <= PAIR_MS ? `${first.key} ${key}` : null;
    const found = (pair === null ? undefined : find(pair)) ?? find(key);
    first = found ? null : { key, at };
    found?.();
    return found !== undefined;
  };
}

/** The newest set that knows a key wins: a panel's Escape before the page's. */
const sets: Shortcuts[] = [];

function findShortcut(keys: string): (() => void) | undefined {
  return sets.findLast((set) => Object.hasOwn(set, keys))?.[keys];
}

/** Whether somebody is typing: then letters are text. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Keys that work while the component lives. */
export function useShortcuts(shortcuts: Shortcuts): void {
  sets.push(shortcuts);
  onScopeDispose(() => void sets.splice(sets.indexOf(shortcuts), 1));
}

/** Listens to the whole page; called once. */
export function listenToKeys(page: Document): void {
  const read = createKeyReader(findShortcut);
  page.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(event.target) && event.key !== 'Escape') return;
    if (read(event.key, event.timeStamp)) event.preventDefault();
  });
}
