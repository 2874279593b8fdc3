import { closeReasons } from './native/close-reasons.ts';
import { protocolErrors } from './native/errors.ts';
import { clientWords } from './native/inbound.ts';
import { hubWords } from './native/outbound.ts';
import { SUBPROTOCOL, VERSION } from './version.ts';

type Schemas = Readonly<Record<string, object>>;

/** The native protocol as an AsyncAPI 3.0 document, from the schemas themselves. Directions are the hub's. */
export function asyncApi(): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Posthouse native protocol',
      version: `${VERSION}.0.0`,
      description: `WebSocket sub-protocol ${SUBPROTOCOL}. The rules are in PROTOCOL.md.`,
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: { hub: { host: '127.0.0.1:5000', protocol: 'ws' } },
    channels: {
      native: {
        address: '/ws',
        messages: { ...references(clientWords), ...references(hubWords) },
        bindings: { ws: { method: 'GET' } },
      },
    },
    operations: {
      receive: operation('receive', clientWords),
      send: operation('send', hubWords),
    },
    components: { messages: { ...messages(clientWords), ...messages(hubWords) } },
    'x-error-codes': Object.fromEntries(
      Object.entries(protocolErrors).map(([code, { text }]) => [code, text.en]),
    ),
    'x-close-codes': Object.fromEntries(
      Object.entries(closeReasons).map(([code, { text }]) => [code, text.en]),
    ),
  };
}

function references(words: Schemas): object {
  return mapWords(words, (type) => ({ $ref: `#/components/messages/${type}` }));
}

function messages(words: Schemas): object {
  return mapWords(words, (type, payload) => ({ name: type, payload }));
}

function operation(action: 'send' | 'receive', words: Schemas): object {
  return {
    action,
    channel: { $ref: '#/channels/native' },
    messages: Object.keys(words).map((type) => ({ $ref: `#/channels/native/messages/${type}` })),
  };
}

function mapWords(words: Schemas, make: (type: string, schema: object) => object): object {
  return Object.fromEntries(Object.entries(words).map(([type, schema]) => [type, make(type, schema)]));
}
