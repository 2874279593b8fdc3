const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Where a station is opened: `id` names it, and `kiosk` prints without dialogs. */
export function stationLink(origin: string, id: string, kiosk: boolean): string {
  const query = new URLSearchParams({ ...(id !== '' && { id }), ...(kiosk && { kiosk: '1' }) });
  return `${origin}/station${query.size > 0 ? `?${query}` : ''}`;
}

/** Whether an address leads to this machine only, so that no other one can follow it. */
export const isLocal = (hostname: string): boolean => LOOPBACK.test(hostname);
