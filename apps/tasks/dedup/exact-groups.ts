import type { Prepared } from './prepare.ts';
import type { ExactGroup } from './types.ts';

/** Questions of one hash, two or more; by smallest id, ids ascending. */
export function exactGroups(questions: readonly Prepared[]): readonly ExactGroup[] {
  const byHash = new Map<string, number[]>();
  for (const { id, hash } of questions) {
    if (hash === undefined) continue;
    const ids = byHash.get(hash);
    if (ids) ids.push(id);
    else byHash.set(hash, [id]);
  }
  const groups: ExactGroup[] = [];
  for (const [hash, ids] of byHash) {
    if (ids.length > 1) groups.push({ hash, ids: ids.sort((a, b) => a - b) });
  }
  return groups.sort((one, other) => one.ids[0]! - other.ids[0]!);
}
