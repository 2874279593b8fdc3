import * as Type from 'typebox';
import { Time, MaybeString, MaybeId } from './fields.ts';

export const AdoptClient = Type.Object(
  { client: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
);

const printerFields = {
  ip_address: Type.Optional(
    Type.Union([Type.String({ minLength: 1, maxLength: 45, pattern: '^[0-9A-Za-z.:_-]+$' }), Type.Null()]),
  ),
  port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
  printer_type: Type.Optional(
    Type.Union([Type.Literal('thermal'), Type.Literal('laser'), Type.Literal('inkjet')]),
  ),
  paper_width: Type.Optional(Type.Integer({ minimum: 30, maximum: 300 })),
  is_active: Type.Optional(Type.Boolean()),
  auto_print_orders: Type.Optional(Type.Boolean()),
  print_copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  description: Type.Optional(Type.Union([Type.String({ maxLength: 500 }), Type.Null()])),
  /** Item categories it prints, with a ticket of its own; empty: all. */
  categories: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 20 }), { maxItems: 50 })),
  /** `kitchen`: without prices. */
  ticket: Type.Optional(Type.Union([Type.Literal('receipt'), Type.Literal('kitchen')])),
  command_set: Type.Optional(
    Type.Union([Type.Literal('escpos'), Type.Literal('generic'), Type.Literal('star')]),
  ),
  /** Takes what waits here while this printer stands still. */
  fallback_id: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Null()])),
  driver: Type.Optional(Type.Union([Type.Literal('client'), Type.Literal('direct'), Type.Literal('agent')])),
};
const PrinterName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[^\\x00-\\x1f\\x7f]*[^\\x00-\\x20\\x7f][^\\x00-\\x1f\\x7f]*$',
});

export const NewPrinter = Type.Object(
  { name: PrinterName, ...printerFields },
  { additionalProperties: false },
);
export const ChangePrinter = Type.Object(
  { name: Type.Optional(PrinterName), ...printerFields },
  { additionalProperties: false, minProperties: 1 },
);

export const Printer = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  ip_address: MaybeString,
  port: Type.Integer(),
  printer_type: Type.String(),
  paper_width: Type.Integer(),
  is_active: Type.Boolean(),
  auto_print_orders: Type.Boolean(),
  print_copies: Type.Integer(),
  description: MaybeString,
  driver: Type.String(),
  virtual: Type.Boolean(),
  categories: Type.Array(Type.String()),
  ticket: Type.String(),
  command_set: Type.Union([Type.Literal('escpos'), Type.Literal('generic'), Type.Literal('star')]),
  fallback_id: MaybeId,
  paused: Type.Boolean(),
  /** What its driver found out that it confirms: `process-id`, `buffer`, `none`; null: not known yet. */
  confirms: MaybeString,
  /** What it last said of itself; null: nothing yet. */
  state: MaybeString,
  created_at: Time,
  updated_at: Time,
  /** Whether somebody holds its mailbox now: a client, or the hub's own driver. */
  connected: Type.Boolean(),
});

export const PrinterPage = Type.Object({
  items: Type.Array(Printer),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});

export const PrintStatus = Type.Object({
  printers: Type.Array(Type.Object({ ...Printer.properties, state: Type.String(), waiting: Type.Integer() })),
  clients: Type.Array(
    Type.Object({
      name: Type.String(),
      address: Type.String(),
      printer_id: MaybeId,
      holds: MaybeString,
      mute: Type.Boolean(),
      /** It serves no printer of its own: adopt it, or name a printer as it names itself. */
      unclaimed: Type.Boolean(),
    }),
  ),
  /** Print agents that ask for a printer that is not there. */
  strays: Type.Array(
    Type.Object({ printer_id: Type.Integer(), name: Type.String(), address: Type.String() }),
  ),
  /** What somebody should do now, in the caller's language; null: nothing. */
  banner: MaybeString,
  /** Mailboxes that stand still, and since when. */
  standing: Type.Array(Type.Object({ printer_id: MaybeId, since: Time, waiting: Type.Integer() })),
  jobs: Type.Record(Type.String(), Type.Integer()),
  /** Papers that wait with no printer configured for them. */
  waiting_for_any: Type.Integer(),
  virtual_printer: Type.Union([Type.Object({ port: Type.Integer() }), Type.Null()]),
});

export type AdoptClient = Type.Static<typeof AdoptClient>;
export type NewPrinter = Type.Static<typeof NewPrinter>;
export type ChangePrinter = Type.Static<typeof ChangePrinter>;
export type Printer = Type.Static<typeof Printer>;
export type PrintStatus = Type.Static<typeof PrintStatus>;
