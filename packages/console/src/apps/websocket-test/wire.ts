/** What a connection tells the page. */
export interface WireEars {
  open(): void;
  /** JSON text, text, or `{event, args}`. */
  received(data: unknown): void;
  /** It ended, or never began. `code` is WebSocket's; Socket.IO has words instead. */
  closed(why: { readonly code?: number; readonly reason: string }): void;
}

/** One connection to one endpoint, whatever it speaks. */
export interface Wire {
  send(message: unknown): void;
  close(): void;
}

export interface WireOptions {
  readonly address: string;
  readonly subprotocol: string | null;
  /** Empty: none. */
  readonly token: string;
}

/** A plain WebSocket: objects as JSON, text as text. The token goes as a sub-protocol, where no log keeps it. */
export function openPlainWire({ address, subprotocol, token }: WireOptions, ears: WireEars): Wire {
  const protocols = [
    ...(subprotocol === null ? [] : [subprotocol]),
    ...(token === '' ? [] : [`posthouse.token.${token}`]),
  ];
  const socket = new WebSocket(address, protocols);
  socket.addEventListener('open', () => ears.open());
  socket.addEventListener('message', ({ data }) =>
    ears.received(typeof data === 'string' ? data : { bytes: (data as Blob).size }),
  );
  socket.addEventListener('close', ({ code, reason }) => ears.closed({ code, reason }));
  return {
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    close: () => socket.close(1000),
  };
}

/** Socket.IO by its own client, which is loaded when it is needed first. A message is `{event, args}`. */
export async function openSocketIoWire({ address, token }: WireOptions, ears: WireEars): Promise<Wire> {
  const { io } = await import('socket.io-client');
  const { origin, pathname } = new URL(address);
  const socket = io(origin, {
    path: pathname,
    // The page's policy lets sockets out, and no requests to other ports.
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...(token !== '' && { auth: { token } }),
  });
  socket.on('connect', () => ears.open());
  socket.on('connect_error', ({ message }) => ears.closed({ reason: message }));
  socket.on('disconnect', (reason) => ears.closed({ reason }));
  socket.onAny((event: string, ...args: unknown[]) => ears.received({ event, args }));
  return {
    send(message) {
      const { event, args } = message as { event: string; args?: readonly unknown[] };
      socket.emit(event, ...(args ?? []));
    },
    close: () => void socket.disconnect(),
  };
}
