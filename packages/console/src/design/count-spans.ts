/** How many of these times fall into each of `spans` spans up to `now`, oldest first; milliseconds, ISO times. */
export function countSpans(
  times: readonly (string | null)[],
  now: number,
  { span, spans }: { span: number; spans: number },
): number[] {
  const counts = Array.from({ length: spans }, () => 0);
  for (const time of times) {
    if (time === null) continue;
    const age = Math.floor((now - Date.parse(time)) / span);
    // A clock that runs a little ahead of ours has printed just now.
    const at = spans - 1 - Math.max(0, age);
    if (at >= 0) counts[at]!++;
  }
  return counts;
}
