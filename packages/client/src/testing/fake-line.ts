import type { ClientMessage } from '@posthouse/protocol';
import type { Line } from '../outbox.ts';

/** A line that takes what the test lets it take. */
export class FakeLine implements Line {
  readonly sent: ClientMessage[] = [];
  open = true;
  limit = 1_000;
  /** How many more it takes. */
  takes = Infinity;

  send(text: string): boolean {
    if (!this.open || this.takes === 0) return false;
    this.takes--;
    const { timestamp: _, ...message } = JSON.parse(text) as ClientMessage & { timestamp: string };
    this.sent.push(message);
    return true;
  }
}
