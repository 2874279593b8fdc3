import { useSession } from '../../live/session.ts';

/** The moment, as milliseconds, of a time that this dialect tells in the hub's time zone without saying so. */
export type Instant = (local: string) => number;

export function createInstant(timezone: string): Instant {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    timeZoneName: 'longOffset',
  });
  /** How far the zone is ahead of UTC at a moment; it says `GMT+08:00`, and of UTC itself `GMT`. */
  function ahead(at: number): number {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  }
  return function instant(local) {
    const utc = Date.parse(`${local}Z`);
    // Where the clocks change in between, the first guess used the offset of the wrong side.
    return utc - ahead(utc - ahead(utc));
  };
}

/** In the time zone of the hub that the console is open on. */
export function useInstant(): Instant {
  return createInstant(useSession().me.value?.timezone ?? 'UTC');
}
