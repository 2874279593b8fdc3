import { expect, it } from 'vitest';
import { createBacklog, Feed } from './feed.ts';

it('gives everything to everybody who listens', () => {
  const feed = new Feed();
  const heard: string[] = [];
  const stop = feed.listen(({ n }) => heard.push(`a${String(n)}`));
  feed.listen(({ n }) => heard.push(`b${String(n)}`));
  feed.publish({ n: 1 });
  stop();
  feed.publish({ n: 2 });
  expect(heard).toEqual(['a1', 'b1', 'b2']);
});

it('keeps what nobody heard for the first who comes, in order', () => {
  const feed = new Feed();
  for (let n = 0; n < 3; n++) feed.publish({ n });
  const first: unknown[] = [];
  const second: unknown[] = [];
  feed.listen(({ n }) => first.push(n));
  feed.listen(({ n }) => second.push(n));
  expect([first, second]).toEqual([[0, 1, 2], []]);
});

it('keeps the newest hundred', () => {
  const backlog = createBacklog<number>();
  for (let n = 0; n < 130; n++) backlog.push(n);
  expect(backlog.shift()).toBe(30);
});
