import type { Clock, Ms } from '@posthouse/kernel';
import { createBacklog, type Feed, type Params } from './feed.ts';

const TICK: Ms = 1_000;
/** Ticks that may wait for a reader before its stream ends; an EventSource comes back by itself. */
const UNREAD = 60;

export interface TickOptions {
  readonly clock: Clock;
  readonly feed: Feed;
  readonly timeOfDay: (at: Ms) => string;
  /** Asked before each event: a listener that was let in may have lost its rights since. */
  readonly mayGoOn: () => Promise<boolean>;
  /** Called once, whoever ended it. */
  readonly onEnd: () => void;
}

/**
 * The SSE variant's stream (contract §7): one event a second from the first second on, with the parameters that came
 * meanwhile in one of them. It ends with its reader, or with the reader's rights.
 */
export function createTicks(options: TickOptions): ReadableStream<Uint8Array> {
  const { clock, feed, timeOfDay, mayGoOn, onEnd } = options;
  const encoder = new TextEncoder();
  const backlog = createBacklog<Params>();
  let stop = (): void => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const deaf = feed.listen((params) => backlog.push(params));
        let cancel = clock.after(TICK, tick);
        let over = false;
        stop = () => {
          over = true;
          cancel();
          deaf();
          onEnd();
        };
        function end(): void {
          if (over) return;
          stop();
          controller.close();
        }
        function tick(): void {
          void mayGoOn().then((may) => (may ? say() : end()), end);
        }
        function say(): void {
          if (over) return;
          const message = `Current time is ${timeOfDay(clock.now())}`;
          const event = JSON.stringify({ printData: backlog.shift() ?? null, message });
          controller.enqueue(encoder.encode(`data: ${event}\n\n`));
          cancel = clock.after(TICK, tick);
          if ((controller.desiredSize ?? 0) <= 0) end();
        }
      },
      cancel: () => stop(),
    },
    { highWaterMark: UNREAD },
  );
}

/** `h:mm:ss` in the server's time zone. */
export function createTimeOfDay(timeZone: string): (at: Ms) => string {
  const format = new Intl.DateTimeFormat('zh-CN', {
    timeZone,
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => format.format(at);
}
