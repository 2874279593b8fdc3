/** What this browser remembers of its station. */
export interface Settings {
  readonly clientId: string;
  readonly silent: boolean;
  readonly language: string | null;
}

const KEY = 'posthouse.station';
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const NEW_ID = 6;

/** `?id=` and `?kiosk=1` set up a station by its address alone; what is set is kept. */
export function loadSettings(query: URLSearchParams): Settings {
  const stored = readStored();
  const settings: Settings = {
    clientId: query.get('id') ?? stored.clientId ?? randomText(NEW_ID),
    silent: query.has('kiosk') ? query.get('kiosk') !== '0' : (stored.silent ?? false),
    language: query.get('lang') ?? stored.language ?? null,
  };
  saveSettings(settings);
  return settings;
}

export function saveSettings(settings: Settings): void {
  localStorage.setItem(KEY, JSON.stringify(settings));
}

/** Letters and digits that nobody mixes up. `crypto.randomUUID` needs HTTPS, which a shop's LAN has not. */
export function randomText(length: number): string {
  return [...crypto.getRandomValues(new Uint8Array(length))]
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join('');
}

function readStored(): Partial<Settings> {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? '{}') ?? {}) as Partial<Settings>;
  } catch {
    return {};
  }
}
