/** What connections did since the start, for /metrics. */
export class Counters {
  accepted = 0;
  closed = 0;
  /** Messages of all peers, and to them. */
  received = 0;
  sent = 0;
  /** Messages refused and connections refused or cut, by code. */
  readonly refusals = new Map<string, number>();

  refuse(code: string): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }
}
