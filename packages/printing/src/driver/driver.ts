import type { CommandSet } from '../receipt/command-set.ts';
import type { DriverState, Outcome, PrintJob } from './outcome.ts';

/** One printer, whatever the way to it: a document at a time, by the paper protocol. */
export interface Driver {
  /** Prints one document after those already asked for; never rejects. */
  print(job: PrintJob): Promise<Outcome>;
  /** Asks the printer how it is, where there is a way back from it; one that speaks Star's commands is not asked. */
  probe(commandSet?: CommandSet): Promise<DriverState>;
  readonly state: DriverState;
  /** Lets go of the printer: a document that was begun ends unknown, the waiting ones `failed-before`. */
  close(): Promise<void>;
}
