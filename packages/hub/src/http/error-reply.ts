import { CodedError, isRefusal, isReply } from '@posthouse/kernel';
import { errorBody, localeOf, type ErrorRegistry } from '@posthouse/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What went wrong, as code and detail; null for what nobody foresaw. */
export interface Failure {
  readonly code: string;
  readonly detail?: unknown;
}

/** Reads anything thrown or returned by a route as a coded failure. */
export function failureOf(error: unknown): Failure | null {
  if (isRefusal(error)) return { code: error.refuse, detail: error.detail };
  if (error instanceof CodedError) return { code: error.code, detail: error.detail };
  return fastifyFailure(error);
}

const FASTIFY_CODES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'HUB_BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'HUB_MEDIA_TYPE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'HUB_BAD_JSON',
  FST_ERR_CTP_INVALID_JSON_BODY: 'HUB_BAD_JSON',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'HUB_INVALID_INPUT',
};

interface FastifyFault {
  readonly code?: string;
  readonly statusCode?: number;
  readonly validationContext?: string;
  readonly validation?: readonly SchemaFault[];
}

/** In the words of JSON Schema; see `Errors` of typebox. */
interface SchemaFault {
  readonly keyword?: string;
  readonly instancePath?: string;
  readonly message?: string;
  /** Of `required`. */
  readonly params?: { readonly requiredProperties?: readonly string[] };
}

function fastifyFailure(error: unknown): Failure | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, statusCode, validation, validationContext } = error as FastifyFault;
  if (validation) {
    return {
      code: 'HUB_INVALID_INPUT',
      detail: validation.flatMap(placesOf).map((place) => ({ in: validationContext, ...place })),
    };
  }
  const known = code === undefined ? undefined : FASTIFY_CODES[code];
  if (known !== undefined) return { code: known };
  if (error instanceof SyntaxError) return { code: 'HUB_BAD_JSON' };
  return statusCode !== undefined && statusCode < 500 ? { code: 'HUB_INVALID_INPUT', detail: code } : null;
}

/** Where something does not fit; what is missing, and what is not known, has its own place, too. */
function placesOf({ keyword, instancePath = '', message = '', params }: SchemaFault) {
  if (keyword === 'boolean') return [{ at: instancePath, message: 'is not known here' }];
  // Says of the whole what is said of each.
  if (keyword === 'additionalProperties') return [];
  const missing = params?.requiredProperties?.map((name) => ({
    at: `${instancePath}/${name}`,
    message: 'is missing',
  }));
  return missing ?? [{ at: instancePath, message }];
}

/** Turns a failure into the reply of a route: our own body, or the dialect's. Every code is told to `onRefusal`. */
export function createErrorReply(registry: ErrorRegistry, onRefusal: (code: string) => void) {
  return (request: FastifyRequest, reply: FastifyReply, { code, detail }: Failure): FastifyReply => {
    onRefusal(code);
    const locale = localeOf(request.headers['accept-language']);
    const body = errorBody(registry, code, locale, detail);
    const inDialect = request.routeOptions.config.route?.errorBody?.(code, body.error.message, detail);
    const given = isReply(inDialect) ? inDialect : { body: inDialect };
    const status = given.status ?? registry[code]?.status ?? 500;
    if (status === 401) void reply.header('www-authenticate', 'Bearer realm="posthouse"');
    return reply
      .code(status)
      .type('application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(given.body ?? body);
  };
}
