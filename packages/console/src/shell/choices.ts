import { inject, type InjectionKey, type ShallowRef } from 'vue';
import { provided } from '../live/api.ts';
import type { Language } from '../words/language.ts';
import type { Theme } from './theme.ts';

/** What the reader chose for this browser. */
export interface Choices {
  readonly theme: ShallowRef<Theme>;
  readonly setLanguage: (language: Language) => void;
}

export const CHOICES: InjectionKey<Choices> = Symbol('choices');

export function useChoices(): Choices {
  return provided(inject(CHOICES));
}
