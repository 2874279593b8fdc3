import type { App, Kernel } from '../ports/app.ts';

/** Runs the apps' periodic work, each one at a time; a failure is logged and the next turn comes. */
export function startPeriodic(apps: readonly App[], kernel: Kernel): () => void {
  const cancels = new Set<() => void>();
  let stopped = false;
  for (const task of apps.flatMap((app) => app.periodic)) {
    const again = () => {
      const cancel = kernel.clock.after(task.every, () => {
        cancels.delete(cancel);
        task
          .run(kernel)
          .catch((error: unknown) =>
            kernel.log.error({ periodic: task.name, error: String(error) }, 'periodic work failed'),
          )
          .finally(() => {
            if (!stopped) again();
          });
      });
      cancels.add(cancel);
    };
    again();
  }
  return () => {
    stopped = true;
    for (const cancel of cancels) cancel();
  };
}
