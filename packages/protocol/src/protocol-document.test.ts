import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseClientMessage } from './parse.ts';
import { closeReasons } from './native/close-reasons.ts';
import { protocolErrors } from './native/errors.ts';
import { clientWords } from './native/inbound.ts';
import { hubWords } from './native/outbound.ts';

const document = new URL('../../../docs/PROTOCOL.md', import.meta.url);

/** The part under a heading of the second level. */
function part(text: string, heading: string): string {
  return text.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '';
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found!).sort();
}

describe('docs/PROTOCOL.md', () => {
  let text: string;
  beforeAll(async () => {
    text = await readFile(document, 'utf8');
  });

  it.each([
    ['Words of the client', clientWords],
    ['Words of the hub', hubWords],
  ])('has under "%s" every message and no other', (heading, words) => {
    expect(matches(part(text, heading), /^### (\w+)$/gm)).toEqual(Object.keys(words).sort());
  });

  it('names every field that a message may have', () => {
    for (const [type, { properties }] of Object.entries({ ...clientWords, ...hubWords })) {
      const section = text.split(/^### /m).find((found) => found.startsWith(`${type}\n`)) ?? '';
      const { data } = properties;
      const fields = 'properties' in data ? Object.keys(data.properties) : [];
      const missing = fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(section));
      expect({ type, missing }).toEqual({ type, missing: [] });
    }
  });

  it('has every error code and no other', () => {
    const codes = Object.keys(protocolErrors).sort();
    expect(matches(part(text, 'Error codes'), /^\| `(\w+)` +\|/gm)).toEqual(codes);
    expect(new Set(matches(text, /\b(NATIVE_\w+)\b/g))).toEqual(new Set(codes));
  });

  it('has every close code, no other, and says the same of coming back', () => {
    const rows = [...part(text, 'Close codes').matchAll(/^\| (\d{4}) +\|.*\| (yes|no) +\|$/gm)];
    expect(rows.map(([, code, back]) => [code, back])).toEqual(
      Object.entries(closeReasons).map(([code, { retry }]) => [code, retry ? 'yes' : 'no']),
    );
  });

  it('gives examples that the hub understands, but for the one that shows a mistake', () => {
    const said = matches(text, /^> (\{.*\})$/gm);
    const faults = said.filter((line) => 'fault' in parseClientMessage(line));
    expect(said.length).toBeGreaterThan(5);
    expect(faults).toEqual(['{"type":"start","id":"s9","data":{"item":7}}']);
  });
});
