import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

const FILE = { type: 'string', format: 'binary' };

/** Puts files that come or go into the interface's description; they have no schema to be checked by. */
export const describeFiles: NonNullable<FastifyDynamicSwaggerOptions['transform']> = ({
  schema,
  url,
  route,
}) => {
  const declared = route.config?.route;
  if (!declared?.upload && !declared?.download) return { schema, url };
  const content = Object.fromEntries((declared.download ?? []).map((type) => [type, { schema: FILE }]));
  const described = {
    ...schema,
    ...(declared.upload && { consumes: [...declared.upload.types], body: FILE }),
    ...(declared.download && { response: { 200: { description: 'the file', content } } }),
  };
  return { schema: described, url };
};
