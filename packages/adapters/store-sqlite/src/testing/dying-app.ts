import { refuse, type App, type Op } from '@posthouse/kernel';

const die: Op<null, null> = {
  name: 'dying.die',
  run: async () => process.exit(),
};

/** An app whose op ends the thread that runs it. */
export function defineApps(): readonly App[] {
  return [
    {
      name: 'dying',
      migrations: [],
      routes: [],
      errors: {},
      permissions: [],
      retention: [],
      ops: [die],
      boxes: [],
      rooms: [],
      endpoints: [],
      periodic: [],
      async deadline() {},
      accept: async () => refuse('DYING_NO'),
      start: async () => async () => {},
    },
  ];
}
