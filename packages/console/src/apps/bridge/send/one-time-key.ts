/** A key for one deed, so that sending it twice does it once. `crypto.randomUUID` is not there on plain http. */
export function oneTimeKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
