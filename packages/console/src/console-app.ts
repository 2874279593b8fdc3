import type { Component, ComputedRef } from 'vue';
import type { RouteLocationRaw, RouteRecordRaw } from 'vue-router';
import type { Tone } from './design/tone.ts';
import type { Language, Messages } from './words/language.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Who may see the page; absent: whoever is signed in. */
    readonly permission?: string;
    /** Shown without the frame and without being signed in. */
    readonly bare?: boolean;
  }
}

/** A line of the menu. The first of an app is the app's own. */
export interface NavItem {
  readonly to: string;
  /** Full key: `print.nav.jobs`. */
  readonly word: string;
  readonly permission?: string;
}

/** What a person can do about something: go somewhere, or do it here and now. */
export interface Remedy {
  /** Already in the reader's language; a verb. */
  readonly text: string;
  readonly to?: RouteLocationRaw;
  readonly run?: () => Promise<unknown>;
  /** Asked before it is run. */
  readonly ask?: string;
  readonly permission?: string;
}

/** Something that needs a person. */
export interface Concern {
  /** Stays the same while the concern does; unique in the console. */
  readonly id: string;
  /** Lower is worse: below 20 somebody is kept waiting now, from 60 on it can wait until tomorrow. */
  readonly rank: number;
  readonly tone: Tone;
  /** One sentence in the reader's language: what happened. */
  readonly text: string;
  /** Why, or what it means. */
  readonly detail?: string;
  /** ISO time of its beginning. */
  readonly since?: string;
  /** The best first. */
  readonly remedies: readonly Remedy[];
}

/** What is alive, on the home page: a figure, its word and its last hour. */
export interface HomeTile {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  /** Beside the figure, small. */
  readonly unit?: string;
  readonly tone?: Tone;
  /** Under the figure. */
  readonly note?: string;
  /** Oldest first; null is a gap. */
  readonly spark?: readonly (number | null)[];
  readonly to?: RouteLocationRaw;
}

/** One part of the console: an app's pages, or a page of the house. */
export interface ConsoleApp {
  /** Namespace of its words, and the first part of its addresses. */
  readonly name: string;
  readonly icon: Component;
  /** Apps come first in the menu, the house below. */
  readonly group: 'app' | 'house';
  /** Key after `g`: goes to its first page. */
  readonly key: string;
  /** Whoever has none of these does not see the part at all. */
  readonly permissions: readonly string[];
  readonly nav: readonly NavItem[];
  readonly routes: readonly RouteRecordRaw[];
  readonly words: Readonly<Record<Language, Messages>>;
  /** Set up once for the whole session, and only when the person may see the part. */
  readonly attention?: () => ComputedRef<readonly Concern[]>;
  /** Set up while the home page is open. */
  readonly homeTiles?: () => ComputedRef<readonly HomeTile[]>;
}

export function defineConsoleApp(app: ConsoleApp): ConsoleApp {
  return app;
}
