import type { PrinterStatus, Trouble } from '../escpos/status.ts';
import type { CommandSet } from '../receipt/command-set.ts';

/** Why nothing was written: harmless, to be tried again later. */
export type BeforeReason =
  | Trouble
  | 'unreachable'
  /** It answered before and does not now. */
  | 'silent'
  /** `onStart` failed: the start could not be recorded. */
  | 'not-started'
  /** The driver's queue is full. */
  | 'busy'
  /** The spooler took nothing. */
  | 'refused'
  | 'closed';

/** Why nobody can say whether it printed. */
export type AfterReason =
  /** The connection broke after the first byte. */
  | 'connection-lost'
  /** A printer that confirms did not confirm this. */
  | 'no-confirmation'
  /** The trouble lasted longer than the driver's patience. */
  | 'stalled'
  | 'closed';

/** How a document ended, from the weakest knowledge of the printer to the strongest. */
export type Outcome =
  /** `printed`: the printer says that printing is complete; `consumed`: it has taken all of it from its buffer. */
  | { readonly how: 'confirmed'; readonly evidence: 'printed' | 'consumed' }
  /** Sent whole to a printer that never confirms anything, or left with a spooler. */
  | { readonly how: 'unconfirmed'; readonly evidence: 'sent' | 'spooled' }
  /** Not a byte of it was written. */
  | { readonly how: 'failed-before'; readonly reason: BeforeReason; readonly detail?: string }
  /** `onStart` said no: withdrawn or expired. Nothing was written. */
  | { readonly how: 'revoked' }
  /** Begun and never confirmed: it may or may not have printed, and must not be written again by itself. */
  | { readonly how: 'unknown'; readonly reason: AfterReason; readonly detail?: string };

/**
 * What a printer is known to confirm. `process-id`: `GS ( H`; `buffer`: `GS r`; `none`: it talks, but confirms
 * nothing, or says nothing at all; `auto`: not known yet, found out with the first document.
 */
export type Confirmation = 'auto' | 'process-id' | 'buffer' | 'none';

/** A printer as its driver sees it. */
export interface DriverState {
  readonly link: 'closed' | 'open' | 'unreachable';
  /** The last thing it said of itself on this link; null: nothing. */
  readonly status: PrinterStatus | null;
  readonly trouble: Trouble | null;
}

/** A document on its way to a printer. */
export interface PrintJob {
  /** The whole document, its cut included; no confirmation requests. */
  readonly bytes: Uint8Array;
  /** The commands that it is made of: beside Star's own nothing is asked, since the printer would print it. */
  readonly commandSet?: CommandSet;
  /**
   * Called when all is ready and nothing is written: the caller records the start durably (K4) and answers true,
   * or false when the document has been withdrawn.
   */
  onStart(): Promise<boolean>;
}
