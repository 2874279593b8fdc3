import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { asyncApi } from './asyncapi.ts';
import { clientWords } from './native/inbound.ts';
import { hubWords } from './native/outbound.ts';

const committed = new URL('../../../docs/asyncapi.json', import.meta.url);

interface Document {
  readonly channels: { readonly native: { readonly messages: Readonly<Record<string, { $ref: string }>> } };
  readonly operations: Readonly<Record<string, { readonly messages: readonly { $ref: string }[] }>>;
}

function resolve(document: object, pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>>)[name], document);
}

describe('asyncApi', () => {
  const document = asyncApi() as Document;

  it('is the committed docs/asyncapi.json (npm run docs writes it)', async () => {
    expect(JSON.parse(await readFile(committed, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('has every message, and no reference that leads nowhere', () => {
    const words = { ...clientWords, ...hubWords };
    expect(Object.keys(document.channels.native.messages).sort()).toEqual(Object.keys(words).sort());
    const references = [
      ...Object.values(document.channels.native.messages),
      ...Object.values(document.operations).flatMap(({ messages }) => messages),
    ];
    expect(references.filter(({ $ref }) => resolve(document, $ref) === undefined)).toEqual([]);
  });

  it('never gives one name to a message of each direction', () => {
    expect(Object.keys(clientWords).filter((type) => type in hubWords)).toEqual([]);
  });
});
