import { computed, inject, shallowRef, type ComputedRef, type InjectionKey } from 'vue';
import { provided, type Api } from './api.ts';
import { ApiError } from './api-error.ts';

/** The answer of `GET /api/auth/me`. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly anonymous: boolean;
  readonly permissions: readonly string[];
  /** The hub's own (an IANA name): old dialects tell times without a zone. */
  readonly timezone: string;
  readonly user: { readonly name: string; readonly full_name: string | null } | null;
}

/** Where a token of the configuration is kept while the tab is open. */
export interface TokenKeep {
  get(): string | null;
  set(token: string | null): void;
}

export interface Session {
  readonly me: ComputedRef<Me | null>;
  /** Whether the hub ended it while somebody was at work: they are told why they must sign in. */
  readonly ended: ComputedRef<boolean>;
  /** Whether the person may; for menus and buttons. The hub asks again. */
  may(permission: string | undefined): boolean;
  /** Asks who we are. False: somebody must sign in. Rejects when the hub cannot be reached. */
  load(): Promise<boolean>;
  signIn(name: string, password: string): Promise<void>;
  /** Makes the first account, on the hub's own machine. */
  makeOwner(name: string, password: string): Promise<void>;
  enterToken(token: string): Promise<void>;
  signOut(): Promise<void>;
  /** The hub does not know us any more. */
  forget(): void;
}

export function createSession(api: Api, tokens: TokenKeep): Session {
  const me = shallowRef<Me | null>(null);
  const ended = shallowRef(false);
  const held = computed(() => new Set(me.value?.permissions));

  async function load(): Promise<boolean> {
    try {
      me.value = await api.get<Me>('/api/auth/me');
      ended.value = false;
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 401 && error.status !== 403)) throw error;
      leave();
      return false;
    }
  }

  function leave(): void {
    if (me.value !== null) ended.value = true;
    me.value = null;
  }

  async function enter(path: string, name: string, password: string): Promise<void> {
    tokens.set(null);
    await api.post(path, { name, password });
    await load();
  }

  return {
    me: computed(() => me.value),
    ended: computed(() => ended.value),
    may: (permission) => permission === undefined || held.value.has(permission),
    load,
    signIn: (name, password) => enter('/api/auth/sign-in', name, password),
    makeOwner: (name, password) => enter('/api/auth/owner', name, password),
    async enterToken(token) {
      tokens.set(token);
      try {
        me.value = await api.get<Me>('/api/auth/me');
        ended.value = false;
      } catch (error) {
        tokens.set(null);
        throw error;
      }
    },
    async signOut() {
      await api.post('/api/auth/sign-out');
      tokens.set(null);
      me.value = null;
    },
    forget() {
      tokens.set(null);
      leave();
    },
  };
}

export const SESSION: InjectionKey<Session> = Symbol('session');

export function useSession(): Session {
  return provided(inject(SESSION));
}
