import type { Commit, Publication } from '@posthouse/kernel';

/**
 * What of a commit can cross to the other thread. A publication that is no plain data is left out: its commit is on disk,
 * and nothing of it can be refused any more.
 */
export function asPlainCommit(commit: Commit): Commit {
  return { ...commit, publications: commit.publications.filter(isPlain) };
}

function isPlain(publication: Publication): boolean {
  try {
    structuredClone(publication);
    return true;
  } catch {
    return false;
  }
}
