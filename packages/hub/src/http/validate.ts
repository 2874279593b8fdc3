import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifySchemaCompiler } from 'fastify';
import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';

/** Values of a body that does not fit in which it is said where: to look for that takes about a microsecond each. */
const SEARCHED = 10_000;
const SOMEWHERE = {
  keyword: '',
  instancePath: '',
  schemaPath: '',
  params: {},
  message: `does not fit, and has more than ${SEARCHED} values`,
};

/** Whether what was sent fits a route's schema. To say no takes no longer than to say yes, however much was sent. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = (route) => {
  if (route.httpPart !== 'body') return TypeBoxValidatorCompiler(route);
  const schema = Compile(route.schema);
  return (body: unknown) => {
    if (schema.Check(body)) return { value: body };
    return { error: hasMoreValues(body, SEARCHED) ? [SOMEWHERE] : schema.Errors(body) };
  };
};

function hasMoreValues(root: unknown, bound: number): boolean {
  const open = [root];
  let seen = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const inner = Object.values(value);
    seen += inner.length;
    if (seen > bound) return true;
    for (const one of inner) open.push(one);
  }
  return false;
}
