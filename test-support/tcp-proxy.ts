import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line between two programs that can be cut the way networks are cut. */
export interface TcpProxy {
  readonly port: number;
  /** Connections open now. */
  readonly connections: number;
  /** Bytes that went through since the start, both ways. */
  readonly bytes: number;
  /**
   * Silence: nothing goes through and nobody is told. New connections hang (`'hang'`, a lost network) or are refused
   * (`'refuse'`, a machine without the program). What was written meanwhile arrives after `mend`, as TCP would send it
   * again.
   */
  cut(newcomers?: 'hang' | 'refuse'): void;
  mend(): void;
  /** Resets every connection at once; new ones are served. */
  reset(): void;
  close(): Promise<void>;
}

/** One connection through the proxy. */
interface Line {
  readonly near: Socket;
  readonly far: Socket;
}

/** Listens on a free port of loopback and passes everything on to `target`. */
export async function openTcpProxy(target: { host?: string; port: number }): Promise<TcpProxy> {
  const lines = new Set<Line>();
  const waiting = new Set<Socket>();
  let state: 'open' | 'hang' | 'refuse' = 'open';
  let bytes = 0;

  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (near) => {
    near.on('error', ignore);
    if (state === 'refuse') near.resetAndDestroy();
    else if (state === 'hang') {
      waiting.add(near);
      near.once('close', () => waiting.delete(near));
    } else serve(near);
  });

  function serve(near: Socket): void {
    const far = connect({ host: target.host ?? '127.0.0.1', port: target.port, allowHalfOpen: true });
    const line = { near, far };
    lines.add(line);
    pass(line, near, far);
    pass(line, far, near);
  }

  function pass(line: Line, from: Socket, to: Socket): void {
    from.on('error', ignore);
    from.on('data', (chunk) => {
      bytes += chunk.length;
      if (!to.write(chunk)) from.pause();
    });
    to.on('drain', () => {
      if (state === 'open') from.resume();
    });
    from.on('end', () => to.end());
    // During a cut the other side must not hear of it: `mend` looks again.
    from.on('close', () => {
      if (state === 'open') drop(line);
    });
    if (state === 'open') from.resume();
  }

  function drop(line: Line): void {
    lines.delete(line);
    line.near.destroy();
    line.far.destroy();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return lines.size + waiting.size;
    },
    get bytes() {
      return bytes;
    },
    cut(newcomers = 'hang') {
      state = newcomers;
      for (const { near, far } of lines) {
        near.pause();
        far.pause();
      }
    },
    mend() {
      state = 'open';
      for (const line of lines) {
        if (line.near.destroyed || line.far.destroyed) drop(line);
        line.near.resume();
        line.far.resume();
      }
      for (const near of waiting) serve(near);
      waiting.clear();
    },
    reset() {
      for (const { near, far } of lines) {
        near.resetAndDestroy();
        far.resetAndDestroy();
      }
      lines.clear();
    },
    async close() {
      for (const line of lines) drop(line);
      for (const near of waiting) near.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const ignore = (): void => {};
