import { connect } from 'node:net';
import type { Dial, Duplex } from '@posthouse/kernel';

const LINGER = 2_000;

/** Opens TCP connections for drivers; rejects when refused or not open within `timeout`. */
export const tcpDial: Dial = ({ host, port, timeout }) =>
  new Promise<Duplex>((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
    const listeners: ((bytes: Uint8Array) => void)[] = [];
    const closing: ((error?: Error) => void)[] = [];
    let failure: Error | undefined;
    let closed = false;
    socket.setTimeout(timeout, () =>
      socket.destroy(new Error(`no connection to ${host}:${port} within ${timeout} ms`)),
    );
    socket.on('error', (error) => {
      failure = error;
    });
    socket.on('data', (bytes) => {
      for (const listener of listeners) listener(bytes);
    });
    socket.on('close', () => {
      closed = true;
      reject(failure ?? new Error(`${host}:${port} closed the connection`));
      for (const listener of closing) listener(failure);
    });
    socket.on('connect', () => {
      socket.setTimeout(0);
      resolve({
        write: (bytes) =>
          new Promise<void>((written, failed) => {
            socket.write(bytes, (error) => (error ? failed(error) : written()));
          }),
        onData: (fn) => void listeners.push(fn),
        onClose(fn) {
          closing.push(fn);
          if (closed) fn(failure);
        },
        end: () =>
          new Promise<void>((ended) => {
            if (closed) ended();
            else socket.once('close', () => ended());
            // A peer that never closes its half would keep the socket for ever.
            socket.setTimeout(LINGER, () => socket.destroy());
            socket.end();
          }),
        destroy: () => socket.destroy(),
      });
    });
  });
