const ACK = Symbol('ack');

interface AckArguments {
  readonly [ACK]: true;
  readonly args: readonly unknown[];
}

/** What to hand to `reply` when an acknowledgement has another number of arguments than one. */
export function ackArguments(...args: readonly unknown[]): AckArguments {
  return { [ACK]: true, args };
}

export function isAckArguments(value: unknown): value is AckArguments {
  return typeof value === 'object' && value !== null && ACK in value;
}
