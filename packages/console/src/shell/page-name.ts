import type { InjectionKey, ShallowRef } from 'vue';

/** The name of the page that is open, for the browser's tab. */
export const PAGE_NAME: InjectionKey<ShallowRef<string>> = Symbol('page name');
