import { emptyDisk, startOldTasks } from './old-tasks.ts';
import type { BankGroup } from './bank.ts';
import type { TaskServer } from './server.ts';

/** The old server with a bank of these groups. */
export async function openOldTasks(groups: readonly BankGroup[] = []): Promise<TaskServer> {
  const disk = emptyDisk();
  let server = await startOldTasks(groups, disk);
  const { url, port } = server;
  return {
    url,
    patience: 500,
    async restart() {
      await server.close();
      server = await startOldTasks(groups, disk, port);
    },
    close: () => server.close(),
  };
}
