import { expect, it } from 'vitest';
import { Clerk, desk, KEY, leased } from '../testing/desk.ts';

const PRUNE_EVERY = 600_000;

it('K10: forgets a mailbox that nobody uses, whose numbers go on', async () => {
  const { box, boxes, pass, post, revoke } = await desk();
  await post('a');
  await pass(PRUNE_EVERY);
  expect(leased(await boxes.hold(box, KEY, new Clerk())).epoch).toBe(1);
  await revoke('a');
  await boxes.stop();
  await pass(PRUNE_EVERY);
  const lease = leased(await boxes.hold(box, KEY, new Clerk()));
  expect(lease.epoch).toBe(3);
});
