/** Networks that a hub can reach and the outside must not: loopback, private, link-local (also clouds' metadata). */
const PRIVATE_V4: readonly RegExp[] = [
  /^0\./,
  /^10\./,
  /^127\./,
  /^169\.254\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^192\.168\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^(22[4-9]|2[3-5]\d)\./,
];

/**
 * Whether a webhook may be sent to this URL: HTTP(S) without credentials, and not to an inner address unless
 * `inner` allows those. Names are judged as they stand; what they resolve to is the business of `publicFetch`.
 */
export function isPublicUrl(url: string, inner: boolean): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return false;
  if (parsed.username !== '' || parsed.password !== '') return false;
  return inner || !isInner(parsed.hostname.replace(/\.$/, ''));
}

/** `URL` has already written every spelling of an IPv4 address (hex, octal, one number) as four decimal parts. */
function isInner(host: string): boolean {
  if (host.startsWith('[')) return !/^\[[23]/.test(host);
  if (PRIVATE_V4.some((network) => network.test(host))) return /^[\d.]+$/.test(host);
  return !host.includes('.') || /\.(localhost|local|internal|home\.arpa)$/.test(host);
}
