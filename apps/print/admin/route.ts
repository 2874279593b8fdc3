import type { Call, Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { printErrors } from '../contract.ts';
import { route } from '../http/route.ts';

/** What a page may be asked with: the words of the last deed. */
export const Said = Type.Object({ message: Type.Optional(Type.String({ maxLength: 500 })) });
export type Said = Type.Static<typeof Said>;

/**
 * A route of the old admin site. Whoever may not is sent to `/admin/login` (contract §8), JSON routes included.
 */
export function adminRoute<P = unknown, Q = unknown, B = unknown>(
  declared: Omit<Route, 'handle' | 'endpoints' | 'permission'> & {
    permission: string;
    handle(call: Call<P, Q, B>): Promise<unknown>;
  },
): Route {
  return route<P, Q, B>({ elsewhere: '/admin/login', ...declared });
}

/** The old site speaks Chinese. */
export function refusalText(code: string): string {
  return code in printErrors ? printErrors[code as keyof typeof printErrors].text.zh : code;
}
