/** Writes moments as `YYYY-MM-DD HH:MM:SS` of one time zone (an IANA name). */
export function createLocalTime(zone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}:${parts['second']}`;
  };
}

/** Days from 1899-12-30 to 1970-01-01: a spreadsheet's day 0, with its leap day of 1900 that never was. */
const DAYS_BEFORE_1970 = 25_569;

/** A local time as the number that spreadsheets keep: days, with the time of day as fraction. */
export function serialOf(local: string): number {
  return Date.parse(`${local.replace(' ', 'T')}Z`) / 86_400_000 + DAYS_BEFORE_1970;
}
