import { effectScope, onScopeDispose, type EffectScope } from 'vue';

/**
 * One for everybody who uses it at the same time: made by the first of them, ended with the last. What `make` sets up
 * must not depend on who is first.
 */
export function shared<T>(make: () => T): () => T {
  let living: { scope: EffectScope; value: T; users: number } | null = null;
  return function use(): T {
    if (!living) {
      // Detached: the first one's end is not everybody's.
      const scope = effectScope(true);
      living = { scope, value: scope.run(make) as T, users: 0 };
    }
    const mine = living;
    mine.users++;
    onScopeDispose(() => {
      if (--mine.users > 0) return;
      mine.scope.stop();
      if (living === mine) living = null;
    });
    return mine.value;
  };
}
