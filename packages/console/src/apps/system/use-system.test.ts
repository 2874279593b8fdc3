import { expect, it, vi } from 'vitest';
import { withFakeHub } from '../../live/testing/fake-hub.ts';
import { useSystem } from './use-system.ts';

const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

it('asks again once a minute, for a disk that fills says nothing', async () => {
  const { asked, rooms, used, stop } = withFakeHub(useSystem);
  const beat = (at: number) => rooms.get('house.vitals')!.message({ at });
  asked[0]!.answer({ storage: { free: 9e9 } });
  await soon(() => expect(used.value.value?.storage.free).toBe(9e9));
  beat(119_000);
  beat(119_999);
  beat(120_000);
  beat(121_000);
  await soon(() => expect(asked).toHaveLength(2));
  asked[1]!.answer({ storage: { free: 5e8 } });
  await soon(() => expect(used.value.value?.storage.free).toBe(5e8));
  expect(asked.map(({ path }) => path)).toEqual(['/api/system', '/api/system']);
  stop();
});
