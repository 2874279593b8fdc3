import type { Clock, Codec, Inbound, Ms, Peer } from '@posthouse/kernel';
import type { Feed } from './feed.ts';

const TICK: Ms = 1_000;

/** Frames are plain text, not JSON (contract §8). */
const textCodec: Codec = {
  id: 'bridge-text',
  encode: () => null,
  direct: (text) => ({ data: String(text) }),
};

/** One connection of the plain WebSocket variant: a greeting, a count a second, and what `/getParams` brings. */
export class PlainSocket implements Inbound {
  readonly #stopListening: () => void;
  #cancel: () => void;

  constructor(peer: Peer, clock: Clock, feed: Feed) {
    peer.codec = textCodec;
    peer.open();
    peer.send('已连接到服务端的websocket');
    let count = 0;
    const tick = (): void => {
      peer.send(`[websocket]数据推送第${++count}次`);
      this.#cancel = clock.after(TICK, tick);
    };
    this.#cancel = clock.after(TICK, tick);
    this.#stopListening = feed.listen((params) => peer.send(`收到参数：${JSON.stringify(params)}`));
  }

  /** What clients say was only ever logged. */
  async message(): Promise<void> {}

  pong(): void {}

  closed(): void {
    this.#cancel();
    this.#stopListening();
  }
}
