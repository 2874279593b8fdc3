/** For `vi.waitFor` and `vi.waitUntil`, whose own bound of a second a busy machine passes. */
export const SOON = { timeout: 60_000, interval: 5 };
