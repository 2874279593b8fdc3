import type { AnyOp } from '@posthouse/kernel';
import type { BridgeConfig } from './config.ts';
import { createJobBox } from './store/box.ts';
import { createJobOps } from './store/jobs.ts';
import { snapshotJobs } from './store/rooms.ts';
import { createStationOp, createTell, createWebhookBox } from './store/webhooks.ts';

/** The bridge's ops and mailboxes, alike in every thread that builds them from the same configuration. */
export function createBridgeStore({ silence, webhooks }: Pick<BridgeConfig, 'silence' | 'webhooks'>) {
  const webhookBox = createWebhookBox();
  const tell = createTell(webhookBox, webhooks);
  const jobBox = createJobBox(silence, tell);
  const jobs = createJobOps(jobBox, tell);
  const tellStation = createStationOp(tell);
  const ops = [...Object.values(jobs), snapshotJobs, tellStation] as unknown as readonly AnyOp[];
  return { jobBox, webhookBox, jobs, tellStation, ops };
}

export type BridgeStore = ReturnType<typeof createBridgeStore>;
