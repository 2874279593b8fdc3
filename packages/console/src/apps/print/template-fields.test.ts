import { describe, expect, it } from 'vitest';
import { fieldsOf, TEMPLATE_KINDS as KINDS } from '../../../../printing/src/template/fields.ts';
import { checkTemplate } from '../../../../printing/src/template/fill.ts';
import { faultsIn, placeholdersOf, TEMPLATE_KINDS } from './template-fields.ts';

describe('placeholders', () => {
  it('are those that the hub takes, for each kind of ticket', () => {
    expect(TEMPLATE_KINDS).toEqual(KINDS);
    for (const kind of TEMPLATE_KINDS) {
      const { whole, item } = fieldsOf(kind);
      const shown = placeholdersOf(kind);
      // `items` is a section, told beside the list.
      expect(shown.whole.toSorted()).toEqual(whole.filter((name) => name !== 'items').toSorted());
      expect(shown.item.toSorted()).toEqual(item.toSorted());
    }
  });

  it('finds the faults in a refusal, and only there', () => {
    const faults = checkTemplate('kitchen', 'a\n{{price}}');
    expect(faultsIn({ faults })).toEqual([{ line: 2, code: 'UNKNOWN_FIELD', name: 'price' }]);
    expect(faultsIn(undefined)).toBeNull();
    expect(faultsIn([{ at: '/template' }])).toBeNull();
  });
});
