import type { App } from '@posthouse/kernel';
import { journalApp } from './journal/journal-app.ts';

/** What the store's threads load. */
export function defineApps(): readonly App[] {
  return [journalApp];
}
