import type { Ms } from '@posthouse/kernel';

/** Writes moments as `YYYY-MM-DD HH:MM:SS` of one time zone (an IANA name). */
export function createLocalTime(timezone: string): (at: Ms) => string {
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
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`;
  };
}

const DAY: Ms = 86_400_000;

/** The moment at which the local day of `at` began. */
export function startOfDay(timezone: string): (at: Ms) => Ms {
  const localTime = createLocalTime(timezone);
  const sinceMidnight = (at: Ms): Ms => {
    const [hours = 0, minutes = 0, seconds = 0] = localTime(at).slice(11).split(':').map(Number);
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + (at % 1_000);
  };
  return (at) => {
    const guess = at - sinceMidnight(at);
    const off = sinceMidnight(guess);
    // A clock change between midnight and now shifts the guess by its hour, back or into the day before.
    if (off === 0) return guess;
    return off < DAY / 2 ? guess - off : guess + (DAY - off);
  };
}
