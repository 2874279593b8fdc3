import type { Job, Order } from '@posthouse/print/contract';
import { isGone, type LogRoomRef, type StateRoomRef } from '../../live/shares.ts';

/** The newest jobs as they are now. */
export const jobsRoom: StateRoomRef<Job> = {
  name: 'print.jobs',
  key: 'print/jobs',
  id: ({ id }) => String(id),
  gone: isGone,
};

/** The newest orders as they are now. */
export const ordersRoom: StateRoomRef<Order> = {
  name: 'print.orders',
  key: 'print/orders',
  id: ({ id }) => String(id),
  gone: isGone,
};

const numbered = ({ id }: { readonly id: number }) => String(id);

/** Which printers there are; a message names the one that changed and no more. */
export const printersRoom: StateRoomRef<{ readonly id: number }> = {
  name: 'print.printers',
  key: 'print/printers',
  id: numbered,
  gone: isGone,
};

/** What printers say of themselves. */
export const statesRoom: StateRoomRef<{ readonly id: number; readonly state: string }> = {
  name: 'print.states',
  key: 'print/states',
  id: numbered,
};

/** Says that who is connected, or what came out of the virtual printer, has changed. */
export const presenceRoom: StateRoomRef<{ readonly id: string }> = {
  name: 'print.presence',
  key: 'print/presence',
  id: ({ id }) => id,
};

/** What happened to jobs, printers and queues; heard from now on. */
export const eventsRoom: LogRoomRef = { name: 'print.events', key: 'print/events' };
