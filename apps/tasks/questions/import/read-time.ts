import type { LocalTime } from '../../local-time.ts';
import type { ReadTime } from './question-row.ts';

/** Reads times as databases export them, `2024-05-01 09:30:00` or ISO 8601; without a zone they are local. */
export function createReadTime({ dayStart, iso }: LocalTime): ReadTime {
  return (text) => {
    const zoned = /[zZ]$|[+-]\d\d:?\d\d$/.test(text.trim());
    if (zoned) {
      const at = Date.parse(text.trim());
      return Number.isNaN(at) ? null : at;
    }
    const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?/.exec(
      text.trim(),
    );
    if (!match) return null;
    const [, year = '', month = '', day = '', ...clock] = match;
    const start = dayStart(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
    if (start === null) return null;
    const [hours = 0, minutes = 0, seconds = 0] = clock.map((part) => Number(part ?? 0));
    if (hours > 23 || minutes > 59 || seconds > 59) return null;
    const wanted = (hours * 60 + minutes) * 60 + seconds;
    const guess = start + wanted * 1_000;
    // On a day when the clocks change, hours after the change are off by it.
    const [h = 0, m = 0, s = 0] = iso(guess).slice(11, 19).split(':').map(Number);
    const off = (h * 60 + m) * 60 + s - wanted;
    return Math.abs(off) <= 7_200 ? guess - off * 1_000 : guess;
  };
}
