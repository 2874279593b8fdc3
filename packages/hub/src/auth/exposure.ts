import { CodedError } from '@posthouse/kernel';
import type { Note } from '../house/report.ts';
import { isLoopbackHost } from './networks.ts';

/** An endpoint that would listen beyond this machine although nobody has to say who they are. */
export interface Exposed {
  readonly name: string;
  readonly host: string;
}

/** Closed by default: with neither tokens nor accounts, every door stays on loopback. Returns those that break this. */
export function exposed(doors: readonly Exposed[], guarded: boolean): readonly Exposed[] {
  if (guarded) return [];
  return doors.filter(({ host }) => !isLoopbackHost(host)).map(({ name, host }) => ({ name, host }));
}

interface Choice {
  /** There are tokens or accounts. */
  readonly guarded: boolean;
  readonly insecureLan: boolean;
}

/** Throws HUB_NOT_CLOSED, with the doors in its detail, unless the override was given. */
export function refuseExposure(doors: readonly Exposed[], { guarded, insecureLan }: Choice): void {
  const open = exposed(doors, guarded);
  if (open.length > 0 && !insecureLan) throw new CodedError('HUB_NOT_CLOSED', { doors: open });
}

/** The loud word about an override that is in effect. */
export function insecureNotes(doors: readonly Exposed[], { guarded, insecureLan }: Choice): Note[] {
  const open = exposed(doors, guarded);
  if (open.length === 0 || !insecureLan) return [];
  const names = open.map(({ name, host }) => `${name} (${host})`).join(', ');
  return [
    {
      level: 'red',
      text: {
        zh: `不设防：${names} 对外监听而没有令牌，网络上的任何人都能操作。请设置 POSTHOUSE_TOKENS 并去掉 --insecure-lan。`,
        en: `INSECURE: ${names} listens beyond this machine without tokens; anybody on the network can do anything. Set POSTHOUSE_TOKENS and drop --insecure-lan.`,
      },
    },
  ];
}
