import { RenderRefused, type Renderer, type RenderCode } from '@posthouse/printing';
import { expect, it } from 'vitest';
import { printErrors } from '../contract.ts';
import { rendered } from './rendered.ts';

it.each<[RenderCode, keyof typeof printErrors]>([
  ['RENDER_BUSY', 'PRINT_RENDER_BUSY'],
  ['RENDER_FAILED', 'PRINT_JOB_UNPRINTABLE'],
  ['RENDER_NO_FONT', 'PRINT_PICTURE_NO_FONT'],
  ['RENDER_NO_CANVAS', 'PRINT_PICTURE_NO_CANVAS'],
])('%s is refused as %s, with its reason', async (code, refused) => {
  const none = {} as Renderer;
  const answer = await rendered(none, () => Promise.reject(new RenderRefused(code, 'why')));
  expect(answer).toEqual({ refuse: refused, detail: { reason: `${code}: why` } });
  expect(printErrors[refused].status).toBeGreaterThanOrEqual(422);
});
