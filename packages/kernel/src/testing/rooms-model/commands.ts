import fc from 'fast-check';

type In<R extends string> = { readonly room: R; readonly key: 'a' | 'b' };

/** One step of a story. */
export type Command = { readonly client: number } & (
  | ({ readonly do: 'join' | 'leave' } & In<'journal' | 'feed' | 'ticks' | 'board'>)
  | ({ readonly do: 'say' } & In<'journal' | 'feed' | 'ticks'>)
  | { readonly do: 'set'; readonly key: 'a' | 'b' }
  | { readonly do: 'block' | 'drain' | 'turn' | 'drop' | 'come' | 'restart' | 'wait' }
);

const client = fc.nat({ max: 2 });
const key = fc.constantFrom('a' as const, 'b' as const);
const anyRoom = fc.constantFrom('journal' as const, 'feed' as const, 'ticks' as const, 'board' as const);
const logRoom = fc.constantFrom('journal' as const, 'feed' as const, 'ticks' as const);

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('join' as const), client, room: anyRoom, key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), client, room: anyRoom, key }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('say' as const), client, room: logRoom, key }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('set' as const), client, key }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('turn' as const), client }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'block' as const,
        'drain' as const,
        'drop' as const,
        'come' as const,
        'wait' as const,
      ),
      client,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), client }) },
);
