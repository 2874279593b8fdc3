import * as Type from 'typebox';
import { expect, it } from 'vitest';
import { validatorCompiler } from './validate.ts';

const items = Type.Array(Type.Object({ name: Type.String() }), { maxItems: 20_000 });
const validate = validatorCompiler({
  schema: Type.Object({ items }),
  method: 'POST',
  url: '/orders',
  httpPart: 'body',
}) as (body: unknown) => { value?: unknown; error?: { instancePath: string; message: string }[] };

const named = (count: number) => Array.from({ length: count }, () => ({ name: 'tea' }));

it('takes what fits, however much it is', () => {
  const body = { items: named(20_000) };
  expect(validate(body).value).toBe(body);
});

it('says where a body does not fit', () => {
  const { error } = validate({ items: [...named(2), { name: 3 }] });
  expect(error).toMatchObject([{ instancePath: '/items/2/name' }]);
});

it('searches no great body for all that is wrong in it', () => {
  const { error } = validate({ items: Array.from({ length: 500_000 }, () => 1) });
  expect(error).toMatchObject([{ instancePath: '', message: expect.stringContaining('10000') as string }]);
});
