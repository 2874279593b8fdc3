import * as Type from 'typebox';
import { MaybeId, Time } from './fields.ts';

/** What can be wrong with the virtual printer, for demonstrations and to try things out. */
const faults = {
  paper: Type.Enum(['ok', 'low', 'out']),
  cover: Type.Enum(['closed', 'open']),
  /** A stuck cutter. */
  error: Type.Boolean(),
  /** It takes connections and answers nothing. */
  hang: Type.Boolean(),
  /** It prints and answers nothing. */
  silent: Type.Boolean(),
  /** Without power: connections break, and what was not printed yet is lost. */
  dead: Type.Boolean(),
};

export const VirtualPrinterState = Type.Object({
  printer_id: MaybeId,
  port: Type.Integer(),
  paper_width: Type.Integer(),
  /** In the words of `/api/print/status`. */
  state: Type.String(),
  faults: Type.Object(faults),
});

export const ChangeVirtualFaults = Type.Partial(Type.Object(faults), {
  additionalProperties: false,
  minProperties: 1,
});

export const VirtualPaper = Type.Object({ id: Type.Integer(), at: Time, text: Type.String() });
export const VirtualPapers = Type.Object({ items: Type.Array(VirtualPaper), total: Type.Integer() });

export type VirtualPrinterState = Type.Static<typeof VirtualPrinterState>;
export type ChangeVirtualFaults = Type.Static<typeof ChangeVirtualFaults>;
