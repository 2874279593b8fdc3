export * from './errors.ts';
export * from './mask-phone.ts';
export type { Sample } from './sample.ts';
export * from './version.ts';
export type { Position, RoomRef } from './native/envelope.ts';
export * from './native/inbound.ts';
export * from './native/outbound.ts';
export * from './native/errors.ts';
export * from './native/close-reasons.ts';
