import { describe, expect, it } from 'vitest';
import { bodyOf, emptyForm, faultsOf, FIELDS, isLong, KINDS } from './send-form.ts';

describe('what is sent to a station', () => {
  it('is a text as it was written, kept while the station is away', () => {
    const form = { ...emptyForm(' 前台 '), values: { text: ' 你好\n' } };
    expect(faultsOf(form)).toEqual([]);
    expect(bodyOf(form)).toEqual({
      clientId: '前台',
      printData: ' 你好\n',
      template: 'plain',
      queue: true,
      expiresIn: 86_400,
    });
  });

  it('is the filled fields of its template alone, whatever was typed under another', () => {
    const values = { text: 'old', qr: 'BED-12', product: ' 衬衫 ', bed: '', width: '60' };
    expect(bodyOf({ ...emptyForm('A'), kind: 'qr', values, queue: false })).toEqual({
      clientId: 'A',
      printData: { qr: 'BED-12', product: '衬衫' },
      template: 'qr',
      queue: false,
    });
  });

  it('is a picture with its millimetres, or any JSON', () => {
    const picture = { ...emptyForm('A'), kind: 'picture' as const };
    const values = { picture: 'https://x.example/a.png', width: '60' };
    expect(bodyOf({ ...picture, values }).printData).toEqual({ picture: values.picture, width: 60 });
    const json = { ...emptyForm('A'), kind: 'json' as const, values: { json: '[1, null]' } };
    expect(bodyOf(json)).toMatchObject({ printData: [1, null] });
    expect(bodyOf(json)).not.toHaveProperty('template');
  });

  it.each([
    [{ station: ' ' }, ['station', 'data']],
    [{ station: 'x'.repeat(129), values: { text: 'y' } }, ['station']],
    [{ kind: 'json' as const, values: { json: '{' } }, ['json']],
    [{ kind: 'picture' as const, values: { picture: 'a.png' } }, ['picture']],
    [{ kind: 'qr' as const, values: { text: 'of another kind' } }, ['data']],
  ])('is not sent when something is missing: %j', (change, faults) => {
    expect(faultsOf({ ...emptyForm('A'), ...change })).toEqual(faults);
  });

  it('has fields for every kind', () => {
    for (const kind of KINDS) expect(FIELDS[kind].length).toBeGreaterThan(0);
    expect([isLong('text'), isLong('qr')]).toEqual([true, false]);
  });
});
