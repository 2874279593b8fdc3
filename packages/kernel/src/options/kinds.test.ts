import { describe, expect, it } from 'vitest';
import { choice, list, network, port, span, spanText, text, truth, whole } from './kinds.ts';

const ok = (value: unknown) => ({ ok: value });
const isFault = expect.objectContaining({ fault: { zh: expect.any(String), en: expect.any(String) } });

describe('kinds of options', () => {
  it.each([
    [port, '5000', ok(5000)],
    [port, 0, ok(0)],
    [port, '65536', isFault],
    [port, '50.5', isFault],
    [port, '', isFault],
    [whole(1, 9), '-1', isFault],
    [span(0, 60_000), '30s', ok(30_000)],
    [span(0, 60_000), '2.5', ok(2_500)],
    [span(0, 60_000), 30, ok(30_000)],
    [span(0, 60_000), '250ms', ok(250)],
    [span(0, 60_000), '1.5 s', ok(1_500)],
    [span(0, 60_000), '2h', isFault],
    [span(0, 60_000), 'soon', isFault],
    [truth, 'yes', ok(true)],
    [truth, false, ok(false)],
    [truth, 'maybe', isFault],
    [choice(['zh', 'en']), 'en', ok('en')],
    [choice(['zh', 'en']), 'fr', isFault],
    [text(), 'a: b', ok('a: b')],
    [text(), 7, isFault],
    [list(port), '80, 81', ok([80, 81])],
    [list(port), [80, '81'], ok([80, 81])],
    [list(port), '', ok([])],
    [list(port), '80,http', isFault],
    [list(port), 80, isFault],
    [network, '192.168.1.0/24', ok('192.168.1.0/24')],
    [network, '127.0.0.1', ok('127.0.0.1')],
    [network, '::1/128', ok('::1/128')],
    [network, 'fe80::/10', ok('fe80::/10')],
    [network, '256.0.0.1/8', isFault],
    [network, '10.0.0.0/33', isFault],
    [network, '10.0.0/8', isFault],
    [network, 'localhost', isFault],
  ])('%# reads %o', (parse, raw, expected) => {
    expect(parse(raw)).toEqual(expected);
  });

  it.each(['0ms', '250ms', '1s', '90s', '1h', '36h', '14d'])('writes the span %s as it is read', (text) => {
    const read = span(0, 1e10)(text);
    expect('ok' in read && spanText(read.ok)).toBe(text);
  });

  it('names no word that is empty', () => {
    expect(choice(['zh', 'en', ''])('fr')).toMatchObject({ fault: { en: 'must be one of zh, en' } });
  });

  it('names the element of a list that is wrong', () => {
    expect(list(port)('80,http')).toMatchObject({ fault: { en: expect.stringContaining('http') } });
    const numbered = list(port, (_, index) => `#${index + 1}`);
    expect(numbered('80,http')).toMatchObject({ fault: { en: expect.stringMatching(/^#2: (?!.*http)/) } });
  });
});
