import { effectScope, onScopeDispose } from 'vue';
import { expect, it } from 'vitest';
import { shared } from './shared.ts';

it('is made by the first, and ends with the last', () => {
  const life: string[] = [];
  const use = shared(() => {
    life.push('made');
    onScopeDispose(() => life.push('ended'));
    return {};
  });
  const [first, second] = [effectScope(), effectScope()];
  const one = first.run(use);
  expect(second.run(use)).toBe(one);
  first.stop();
  expect(life).toEqual(['made']);
  second.stop();
  expect(life).toEqual(['made', 'ended']);
  const third = effectScope();
  expect(third.run(use)).not.toBe(one);
  third.stop();
  expect(life).toEqual(['made', 'ended', 'made', 'ended']);
});
