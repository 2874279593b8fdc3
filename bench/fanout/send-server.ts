import type { WebSocket } from 'ws';
import { announce, createBareServer } from './doors.ts';

/** What most programs do: `ws.send` of a string to each subscriber. */
const subscribers: WebSocket[] = [];

announce(
  createBareServer(
    (ws) => void subscribers.push(ws),
    (data) => {
      const text = data.toString();
      for (const ws of subscribers) if (ws.bufferedAmount < 1_048_576) ws.send(text);
    },
  ),
);
