export * from './connect.ts';
export * from './client-error.ts';
export type { Backoff } from './backoff.ts';
export type { Hold, HoldListener, JobHandler, MailboxRef } from './holds.ts';
export type { Job } from './job.ts';
export type { Status } from './status.ts';
export type { RoomListener, Subscription } from './subscriptions.ts';
export type { Timers } from './timers.ts';
