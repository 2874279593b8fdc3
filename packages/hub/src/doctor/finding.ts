import type { Text } from '@posthouse/protocol';

/** What one check found. A `bad` one keeps the hub from working; a `worry` one does not. */
export interface Finding {
  readonly level: 'good' | 'worry' | 'bad';
  readonly what: Text;
  /** What to do about it. */
  readonly remedy?: Text;
}

export const good = (zh: string, en: string): Finding => ({ level: 'good', what: { zh, en } });

export const worry = (what: Text, remedy: Text): Finding => ({ level: 'worry', what, remedy });

export const bad = (what: Text, remedy: Text): Finding => ({ level: 'bad', what, remedy });
