import type { Ms } from '@posthouse/kernel';

/** Times of one time zone (an IANA name), as this dialect has them: ISO 8601 without a zone. */
export interface LocalTime {
  /** `2026-05-01T09:30:00.250` */
  readonly iso: (at: Ms) => string;
  /** `20260501_093000`, for names. */
  readonly stamp: (at: Ms) => string;
  /** The moment at which a day (`2026-05-01`) begins; null: there is no such day. */
  readonly dayStart: (day: string) => Ms | null;
}

/** Milliseconds of a moment within its second, also before 1970. */
const rest = (at: Ms): Ms => ((at % 1_000) + 1_000) % 1_000;

export function createLocalTime(timezone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const partsOf = (at: Ms) =>
    Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const iso = (at: Ms) => {
    const { year, month, day, hour, minute, second } = partsOf(at);
    return `${year}-${month}-${day}T${hour}:${minute}:${second}.${String(rest(at)).padStart(3, '0')}`;
  };
  /** How far the zone is ahead of UTC at a moment. */
  const ahead = (at: Ms): Ms => Date.parse(`${iso(at)}Z`) - at;

  return {
    iso,
    stamp: (at) => iso(at).slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_'),
    dayStart(day) {
      // Years of fewer digits are not written with four by `Intl`.
      if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(day)) return null;
      const utc = Date.parse(`${day}T00:00:00.000Z`);
      if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day) return null;
      const guess = utc - ahead(utc);
      // Where the clocks change that night, the first guess used the offset of the wrong side.
      return utc - ahead(guess);
    },
  };
}
