import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CodedError } from '@posthouse/kernel';

const CAUSES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'HUB_PORT_TAKEN',
  EACCES: 'HUB_PORT_FORBIDDEN',
  EADDRNOTAVAIL: 'HUB_ADDRESS_UNKNOWN',
  ENOTFOUND: 'HUB_ADDRESS_UNKNOWN',
  // No name server answers; the machine has no IPv6.
  EAI_AGAIN: 'HUB_ADDRESS_UNKNOWN',
  EAFNOSUPPORT: 'HUB_ADDRESS_UNKNOWN',
};

/** Listens and returns the port (of interest when 0 was asked for). Throws HUB_PORT_TAKEN and its kin. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const code = CAUSES[error.code ?? ''];
      reject(code === undefined ? error : new CodedError(code, { host, port }));
    };
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Stops listening; requests in hand may end until `after` calls back, then their sockets go. */
export async function stopListening(server: Server, after: (fn: () => void) => () => void): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    const cancel = after(() => server.closeAllConnections());
    server.close(() => {
      cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}
