import { onTestFinished } from 'vitest';
import { connect, type ConnectOptions } from '../index.ts';
import { FakeHub } from './fake-hub.ts';
import { FakeTimers } from './fake-timers.ts';

/** A client of a fake hub, in a time of its own, until the test is over. */
export function connected(options: Partial<ConnectOptions> = {}) {
  const hub = new FakeHub();
  const timers = new FakeTimers();
  const client = connect({
    url: 'ws://hub/ws',
    WebSocket: hub.WebSocket,
    timers,
    random: () => 0,
    ...options,
  });
  onTestFinished(() => client.close());
  return { hub, timers, client };
}
