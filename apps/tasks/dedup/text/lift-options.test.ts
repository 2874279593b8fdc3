import { expect, it } from 'vitest';
import { liftOptions } from './lift-options.ts';

it('lifts options out of the stem', () => {
  expect(liftOptions('下列正确的是（ ）\nA．甲 B．乙\nC．丙')).toEqual({
    stem: '下列正确的是（ ）\n',
    options: [
      { label: 'A', content: '甲 ' },
      { label: 'B', content: '乙\n' },
      { label: 'C', content: '丙' },
    ],
  });
});

it.each([
  'A、B 两地相距 3 千米',
  '甲 A．1 B．2 乙 A．3 B．4',
  '没有',
  'B．乙 C．丙 D．丁',
  'A．甲 C．丙 B．乙',
])('leaves %j alone', (text) => {
  expect(liftOptions(text)).toBeUndefined();
});
