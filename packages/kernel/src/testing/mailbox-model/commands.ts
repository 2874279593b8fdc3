import * as fc from 'fast-check';
import type { Ms } from '../../ports/base.ts';
import type { LineName } from './app.ts';

/** One thing that the world does to the mailboxes. Numbers choose among what exists at that moment. */
export type Command =
  | {
      do: 'post';
      line: LineName;
      lost: 'ask' | 'redeliver';
      priority: number;
      expires: Ms | null;
      later: Ms | null;
      queue: boolean;
    }
  | { do: 'fill'; line: LineName; count: number }
  | { do: 'revoke'; pick: number }
  | { do: 'abandon'; pick: number }
  | { do: 'hold'; line: LineName; journal: 'none' | 'a' | 'b' }
  | { do: 'release'; pick: number }
  /** Starts an offered item and writes it: the holder's one irreversible act. */
  | { do: 'write'; pick: number }
  /** Commits the start and dies before the first byte. */
  | { do: 'startOnly'; pick: number }
  | { do: 'take'; pick: number }
  | { do: 'report'; pick: number; how: 'done' | 'refused' | 'unknown' }
  | { do: 'pass'; time: Ms }
  | { do: 'leap'; by: Ms }
  /** Mailboxes that nobody uses are forgotten. */
  | { do: 'prune' }
  /** The process dies and a new one opens the same database; the old one's holders live on. */
  | { do: 'crash' }
  /** The next write commits, and its reply is lost with the process. */
  | { do: 'crashBeforeReply'; line: LineName }
  | { do: 'failCommit'; line: LineName };

const line = fc.constantFrom<LineName>('fifo', 'urgent');
const pick = fc.nat({ max: 30 });
const lost = fc.constantFrom('ask' as const, 'redeliver' as const);

export const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('post' as const),
      line,
      lost,
      priority: fc.integer({ min: 1, max: 9 }),
      expires: fc.option(fc.integer({ min: 1_000, max: 120_000 }), { freq: 4 }),
      later: fc.option(fc.integer({ min: 1, max: 5_000 }), { freq: 5 }),
      queue: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fill' as const), line, count: fc.integer({ min: 5, max: 9 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('abandon' as const), pick }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      line,
      journal: fc.constantFrom('none' as const, 'a' as const, 'b' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), pick }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('startOnly' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take' as const), pick }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      pick,
      how: fc.constantFrom('done' as const, 'refused' as const, 'unknown' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      time: fc.constantFrom(500, 5_000, 31_000, 130_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('leap' as const), by: fc.constantFrom(-3_600_000, 3_600_000) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('prune' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crashBeforeReply' as const), line }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('failCommit' as const), line }) },
);
