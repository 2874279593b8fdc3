import { ask } from './work-app.ts';
import { openWorks } from './open-works.ts';

/** Counts, and kills its own process at the n-th commit: that one is on disk, and nobody has been told. */
const [folder = '', most = '0'] = process.argv.slice(2);
let commits = 0;
const { store } = await openWorks(folder, 1, () => {
  commits += 1;
  if (commits === Number(most)) process.kill(process.pid, 'SIGKILL');
});
await store.write(ask, { key: 'try/killed', input: { to: 12 } });
