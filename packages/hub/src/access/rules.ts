import { refuse, type Refusal } from '@posthouse/kernel';
import { LINES_ROLES } from './permissions.ts';

/** Whether somebody with these roles may give this role, or change an account that has it. */
export function mayGive(givers: readonly string[], role: string): boolean {
  if (givers.includes('owner')) return true;
  if (givers.includes('admin')) return role !== 'owner';
  return givers.includes('lines-super') && LINES_ROLES.some((own) => own === role);
}

/** Refuses what anybody would try first. Length is what counts (NIST SP 800-63B), not kinds of characters. */
export function passwordFault(password: string, name: string): Refusal | null {
  const letters = Array.from(password);
  const weak =
    letters.length < 10 ||
    letters.length > 256 ||
    new Set(letters).size < 4 ||
    password.toLowerCase() === name.toLowerCase();
  return weak ? refuse('ACCESS_PASSWORD_WEAK') : null;
}

/** A name or an e-mail address as it is looked up: people write both in any case. */
export function loginOf(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase();
}
