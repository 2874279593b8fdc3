import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { deaf, openEndpoint } from './testing/open-endpoint.ts';

const PINGS = 2_000;
const ROUNDS = 200;

/** `PINGS` masked ping frames of 125 bytes each (RFC 6455 §5.5.2). */
const pings = Buffer.concat(
  Array.from({ length: PINGS }, () => Buffer.concat([Buffer.of(0x89, 0xfd, 0, 0, 0, 0), Buffer.alloc(125)])),
);

it('K10: does not gather pongs for a client that pings and never reads', async () => {
  const { url, stop } = await openEndpoint({}, async () => deaf);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let gone = false;
  socket.on('error', () => {});
  socket.on('close', () => (gone = true));
  socket.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n' +
      'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c29hayBzb2FrIHNvYWsgIQ==\r\n\r\n',
  );
  await once(socket, 'data');
  socket.pause();
  for (let round = 0; round < ROUNDS; round++) {
    await new Promise<void>((resolve) => void socket.write(pings, () => resolve()));
  }
  await expect.poll(() => gone, { timeout: 5_000 }).toBe(true);
  await stop();
});
