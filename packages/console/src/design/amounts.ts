const KIND = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as people read them, in steps of 1,000: `512 B`, `1.2 kB`, `84 GB`. */
export function bytesText(bytes: number): string {
  let amount = bytes;
  let kind = 0;
  while (amount >= 999.5 && kind < KIND.length - 1) {
    amount /= 1_000;
    kind++;
  }
  return `${short(amount)} ${KIND[kind]}`;
}

/** Milliseconds with as many digits as say something: `0.4 ms`, `12 ms`, `1.5 s`. */
export function millisecondsText(ms: number): string {
  return ms < 999.5 ? `${short(ms)} ms` : `${short(ms / 1_000)} s`;
}

/** A number with one decimal while it is small, and where that says something. */
export function short(amount: number): string {
  return amount < 9.95 ? amount.toFixed(1).replace('.0', '') : amount.toFixed(0);
}

/** Seconds as the two largest units, for the words `span.days` and its kin: `3 d 4 h`, `12 min 5 s`. */
export function spanOf(seconds: number): {
  word: 'days' | 'hours' | 'minutes' | 'seconds';
  n: number;
  m: number;
} {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole >= 86_400) {
    return { word: 'days', n: Math.floor(whole / 86_400), m: Math.floor((whole % 86_400) / 3_600) };
  }
  if (whole >= 3_600) {
    return { word: 'hours', n: Math.floor(whole / 3_600), m: Math.floor((whole % 3_600) / 60) };
  }
  if (whole >= 60) return { word: 'minutes', n: Math.floor(whole / 60), m: whole % 60 };
  return { word: 'seconds', n: whole, m: 0 };
}
