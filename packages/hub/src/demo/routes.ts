import { isRefusal, type Kernel, type Op, type Refusal, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { route } from '../house/route.ts';
import type { DemoOps, DemoState } from './ops.ts';

const AppName = Type.String({ minLength: 1, maxLength: 40 });
const DemoBody = Type.Object(
  { what: Type.Optional(Type.Array(AppName, { minItems: 1, maxItems: 10 })) },
  { additionalProperties: false },
);
const DemoQuery = Type.Object({ what: Type.Optional(AppName) });
const DemoPage = Type.Object({
  items: Type.Array(
    Type.Object({
      app: Type.String(),
      made: Type.Integer(),
      since: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    }),
  ),
  total: Type.Integer(),
  page: Type.Integer(),
  size: Type.Integer(),
});

/** Made-up data on request: to look at a console that has something to show, and to be rid of it afterwards. */
export function demoRoutes(ops: DemoOps): readonly Route[] {
  /** One commit for each app: what one refuses does not undo another. */
  async function each(
    kernel: Kernel,
    what: readonly string[] | undefined,
    op: Op<{ app: string }, DemoState | Refusal>,
  ) {
    const known = await kernel.store.read(ops.list, null);
    for (const app of what ?? known.map((state) => state.app)) {
      const done = await kernel.store.write(op, { app });
      if (isRefusal(done)) return done;
    }
    return shown(kernel);
  }

  async function shown({ store }: Kernel) {
    const states = await store.read(ops.list, null);
    const items = states.map(({ since, ...state }) => ({
      ...state,
      since: since === null ? null : new Date(since).toISOString(),
    }));
    return { items, total: items.length, page: 1, size: items.length };
  }

  return [
    route({
      method: 'GET',
      path: '/api/demo',
      permission: 'house.demo',
      summary: { zh: '各应用的演示数据', en: 'The demo data of each app' },
      schema: { response: { 200: DemoPage } },
      handle: ({ kernel }) => shown(kernel),
    }),
    route<unknown, unknown, Type.Static<typeof DemoBody>>({
      method: 'POST',
      path: '/api/demo',
      permission: 'house.demo',
      summary: {
        zh: '生成演示数据（已有则不变）；不会在真实打印机上打印',
        en: 'Make demo data, unless it is there; nothing of it is printed on a real printer',
      },
      schema: { body: DemoBody, response: { 200: DemoPage } },
      handle: ({ kernel, body }) => each(kernel, body.what, ops.make),
    }),
    route<unknown, Type.Static<typeof DemoQuery>>({
      method: 'DELETE',
      path: '/api/demo',
      permission: 'house.demo',
      summary: { zh: '清除演示数据，其余不动', en: 'Take the demo data away, and nothing else' },
      schema: { query: DemoQuery, response: { 200: DemoPage } },
      handle: ({ kernel, query: { what } }) =>
        each(kernel, what === undefined ? undefined : [what], ops.remove),
    }),
  ];
}
