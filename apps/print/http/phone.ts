import type { Call } from '@posthouse/kernel';
import { maskPhone } from '@posthouse/protocol';

/** An order as the caller may see it: without `print.order.phone` the customer's number is masked. */
export async function forCaller<T extends { readonly customer_phone: string | null }>(
  order: T,
  { kernel, principal }: Call,
): Promise<T> {
  const phone = order.customer_phone;
  if (phone === null || (await kernel.auth.may(principal, 'print.order.phone'))) return order;
  return { ...order, customer_phone: maskPhone(phone) };
}
