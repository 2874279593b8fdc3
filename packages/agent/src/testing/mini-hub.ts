import type { App } from '@posthouse/kernel';
import { startRig, type RigOptions } from '../../../hub/src/native/testing/rig.ts';
import { facts, papersApp, post, type PostedPaper } from './papers-app.ts';

interface Told {
  readonly ref: string;
  readonly what: string;
  readonly report?: unknown;
}

/** The native protocol and one mailbox: a hub as an agent sees it. */
export async function startMiniHub({
  admits = async () => null,
  ...options
}: Pick<RigOptions, 'file' | 'port'> & Pick<App, 'admits'> = {}) {
  const told: Told[] = [];
  const rig = await startRig({
    ...options,
    app: { ...papersApp, admits },
    onCommit({ publications }) {
      for (const { room, message } of publications) if (room === facts.name) told.push(message as Told);
    },
  });
  return {
    ...rig,
    /** What has become of a paper, in order, without what was said of its printer. */
    factsOf: (ref: string) => told.filter((one) => one.ref === ref && one.what !== 'evidence'),
    /** What was said of printers. */
    states: () => told.flatMap(({ what, report }) => (what === 'evidence' ? [report] : [])),
    post: (paper: PostedPaper) => rig.kernel.store.write(post, paper),
  };
}

export type MiniHub = Awaited<ReturnType<typeof startMiniHub>>;
