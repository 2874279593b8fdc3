import * as Type from 'typebox';
import { Yuan, LINE, Choice, Note, Time, MaybeTime, MaybeString, paging } from './fields.ts';
import { ORDER_STATUSES } from './states.ts';

export const NewOrderItem = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: LINE }),
    quantity: Type.Integer({ minimum: 1, maximum: 999 }),
    unit_price: Yuan,
    /** Which printers make it, by their `categories`. */
    category: Choice,
    size: Choice,
    temperature: Choice,
    sugar_level: Choice,
    ice_level: Choice,
    notes: Note,
  },
  { additionalProperties: false },
);

export const NewOrder = Type.Object(
  {
    items: Type.Array(NewOrderItem, { minItems: 1, maxItems: 100 }),
    notes: Note,
    customer_phone: Choice,
  },
  { additionalProperties: false },
);

export const OrderStatus = Type.Enum(ORDER_STATUSES);

export const OrderItem = Type.Object({
  name: Type.String(),
  category: MaybeString,
  quantity: Type.Integer(),
  unit_price: Yuan,
  subtotal: Yuan,
  size: MaybeString,
  temperature: MaybeString,
  sugar_level: MaybeString,
  ice_level: MaybeString,
  notes: MaybeString,
});

export const Order = Type.Object({
  id: Type.Integer(),
  status: OrderStatus,
  total_amount: Yuan,
  notes: MaybeString,
  customer_phone: MaybeString,
  created_at: Time,
  confirmed_at: MaybeTime,
  confirmed_by: MaybeString,
  reason: MaybeString,
  items: Type.Array(OrderItem),
});

export const ListOrders = Type.Object({
  ...paging,
  status: Type.Optional(OrderStatus),
  /** A number, or part of a product's name, of the notes, or (with `print.order.phone`) of the customer's number. */
  q: Type.Optional(Type.String({ maxLength: 50 })),
});

export const OrderPage = Type.Object({
  items: Type.Array(Order),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});

export const ConfirmOrder = Type.Object(
  {
    printer_id: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Null()])),
    auto_print: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** Why an order is rejected, cancelled or refunded. */
export const CloseOrder = Type.Object({ reason: Note }, { additionalProperties: false });

export const ChangeOrder = Type.Object(
  { status: OrderStatus, reason: Note },
  { additionalProperties: false },
);

export type NewOrder = Type.Static<typeof NewOrder>;
export type NewOrderItem = Type.Static<typeof NewOrderItem>;
export type Order = Type.Static<typeof Order>;
export type ListOrders = Type.Static<typeof ListOrders>;
export type OrderPage = Type.Static<typeof OrderPage>;
export type OrderItem = Type.Static<typeof OrderItem>;
export type ConfirmOrder = Type.Static<typeof ConfirmOrder>;
export type ChangeOrder = Type.Static<typeof ChangeOrder>;
export type CloseOrder = Type.Static<typeof CloseOrder>;
