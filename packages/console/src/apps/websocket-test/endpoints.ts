/** One message of a dialect; `in` is what clients say. */
export interface Sample {
  readonly direction: 'in' | 'out';
  readonly name: string;
  readonly sample: unknown;
}

/** A row of `GET /api/system/endpoints`. */
export interface Endpoint {
  readonly name: string;
  readonly app: string;
  readonly transport: string;
  readonly port: number;
  readonly path: string;
  readonly subprotocol: string | null;
  readonly samples: readonly Sample[];
}

/** Transports that a page can speak. */
export const isSpoken = ({ transport }: Endpoint): boolean => transport === 'ws' || transport === 'socketio';

/**
 * Where the page finds an endpoint: by the name under which it found the hub. What shares the hub's own port is reached
 * where the page came from, which may be a proxy; other ports are as the hub has them.
 */
export function addressOf(
  { transport, port, path }: Endpoint,
  hubPort: number | undefined,
  { protocol, hostname, host }: Pick<Location, 'protocol' | 'hostname' | 'host'>,
): string {
  const secure = protocol === 'https:' ? 's' : '';
  const scheme = transport === 'socketio' ? `http${secure}` : `ws${secure}`;
  return `${scheme}://${port === hubPort ? host : `${hostname}:${port}`}${path}`;
}

/** The hub's own port: that of the native protocol. */
export const hubPortOf = (endpoints: readonly Endpoint[]): number | undefined =>
  endpoints.find(({ name }) => name === 'native')?.port;
