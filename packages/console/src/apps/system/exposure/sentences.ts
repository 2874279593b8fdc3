import type { Tone } from '../../../design/tone.ts';
import type { Door, Exposure, SystemReport } from '../answers.ts';

/** One thing that somebody may do without saying who they are, or how one comes in. */
export interface OpenSentence {
  readonly id: string;
  /** Key under `system.open.say`. */
  readonly word: string;
  readonly named: Readonly<Record<string, string>>;
  /** Networks that it is about; `here`: this machine alone. */
  readonly from: 'here' | readonly string[] | null;
  readonly tone: Tone;
  /** Key under `system.open.change`; what would change it. */
  readonly change: string | null;
  /** The setting that decides. */
  readonly env: string | null;
}

/** What is open to whom, the widest first: what a person should know who has never read the settings. */
export function openTo({
  exposure,
  doors,
}: Pick<SystemReport, 'exposure' | 'doors'>): readonly OpenSentence[] {
  return [
    ...ofHub(exposure),
    ...doors.filter(isWayIn).flatMap((door) => ofDoor(door, exposure)),
    ...tokensOf(exposure),
  ];
}

/** A closed door lets nobody in, and a port's plain requests are told by the hub's own sentences. */
const isWayIn = ({ state }: Door): boolean => state === 'open';

function ofHub(exposure: Exposure): OpenSentence[] {
  const { guarded, accounts, loopback_is_local, everybody_is_local } = exposure;
  const sentence = (
    word: string,
    tone: Tone,
    change: string | null = null,
    env: string | null = null,
  ): OpenSentence => ({ id: word, word, named: {}, from: null, tone, change, env });
  return [
    ...(everybody_is_local ? [sentence('everybody', 'bad', 'insecure', 'POSTHOUSE_INSECURE_LAN')] : []),
    ...(loopback_is_local
      ? [
          guarded
            ? sentence('trusted', 'waits', 'trust', 'POSTHOUSE_TRUST_LOOPBACK')
            : sentence('local', 'waits', 'owner'),
        ]
      : []),
    ...(accounts ? [sentence('accounts', 'good')] : []),
  ];
}

function ofDoor(door: Door, { everybody_is_local }: Exposure): OpenSentence[] {
  if (everybody_is_local || door.open.length === 0) return [];
  const { name, port, open, open_role } = door;
  const wide = open.some((network) => !isLoopback(network));
  return [
    {
      id: `door ${name} ${door.transport}`,
      word: KNOWN_ROLES.includes(open_role ?? '') ? `role.${open_role}` : 'role.other',
      named: { port: String(port), role: open_role ?? '', name },
      from: wide ? open : 'here',
      tone: wide ? 'waits' : 'good',
      change: 'close',
      env: envOf(door),
    },
  ];
}

function tokensOf({ tokens }: Exposure): OpenSentence[] {
  return tokens.map(({ name, roles }) => ({
    id: `token ${name}`,
    word: 'token',
    named: { name, roles: roles.join(', ') },
    from: null,
    tone: 'good' as const,
    change: 'token',
    env: 'POSTHOUSE_TOKENS',
  }));
}

/** Roles whose meaning we can say in plain words. */
const KNOWN_ROLES: readonly string[] = ['print-client', 'bridge-guest', 'tasks-follower', 'viewer'];

const isLoopback = (network: string): boolean => network.startsWith('127.') || network.startsWith('::1');

/** The setting that opens a door: each app's own; the hub's port and the SDK's door share one. */
function envOf({ name, app }: Door): string {
  const place = app === 'hub' || app === 'native' || name.endsWith('-main') ? 'main' : app;
  return `POSTHOUSE_${place.toUpperCase()}_OPEN`;
}
