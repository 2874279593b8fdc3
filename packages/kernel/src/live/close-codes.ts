/** WebSocket close codes that the kernel uses (RFC 6455 §7.4; 4xxx are ours, after the HTTP status they recall). */
export const closeCodes = {
  /** A handler broke; the log says how. */
  internal: 1011,
  /** The hub restarts: come back. */
  comeBack: 1012,
  /** The hub is full: come back later. */
  full: 1013,
  unauthenticated: 4401,
  forbidden: 4403,
  deadLink: 4408,
  tooFast: 4429,
  /** More was sent to it directly than its queue takes. */
  sendOverflow: 4503,
  /** It fell behind in a log room; the reason holds its position there, after which it may resume. */
  slowReader: 4504,
} as const;

const REASON_BYTES = 123;
const encoder = new TextEncoder();

/** Cuts a close reason to what a close frame holds, never inside a character. */
export function clipReason(reason: string): string {
  const { read } = encoder.encodeInto(reason, new Uint8Array(REASON_BYTES));
  return reason.slice(0, read);
}
