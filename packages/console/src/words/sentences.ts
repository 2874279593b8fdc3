import type { Messages } from './language.ts';

/** Every sentence by its full key: `print.job.status`. */
export function sentencesOf(messages: Messages, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [below, sentence] of sentencesOf(value, `${prefix}${key}.`)) found.set(below, sentence);
  }
  return found;
}

/** What a sentence leaves open: `n` of `{n} receipts`. */
export function holesOf(sentence: string): readonly string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort();
}
