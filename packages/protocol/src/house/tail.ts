/** What the rooms `house.tail` and `house.payload` say of the one connection that is watched. */
export type TailNews = TailMessage | TailStatus;

export interface TailMessage {
  readonly is: 'message';
  /** Counts from 1, as text: the order of the messages. */
  readonly id: string;
  readonly at: string;
  /** Seen from the hub. */
  readonly direction: 'in' | 'out';
  /** The message's own word: `type` of JSON, the event of Socket.IO; `text` and `bytes` have none. */
  readonly type: string;
  /** Characters, or bytes of what is no text. */
  readonly size: number;
  /** Parsed where it is JSON; null where it was too large to be shown. */
  readonly payload: unknown;
}

/** Where the watching stands. */
export interface TailStatus {
  readonly is: 'status';
  readonly id: 'status';
  /**
   * `gone`: there is no such connection any more. `over`: it was watched for as long as one may; join again to go on.
   * `busy`: too many connections are being watched.
   */
  readonly tail: 'on' | 'gone' | 'over' | 'busy';
  /** Messages that were not shown because there were too many in one second. */
  readonly skipped: number;
  readonly until: string | null;
}
