import type { TemplateData, TemplateKind } from './fields.ts';

const REPRINT = '{{#reprint}}\n"^^补打 / REPRINT {{reprint}}\n{{/reprint}}\n';
const ITEMS = `{{#items}}
|{{name}} x {{quantity}} | {{subtotal}}
{{#choices}}
|~~{{choices}} |
{{/choices}}
{{#notes}}
|~~备注\\x3a {{notes}} |
{{/notes}}
{{/items}}
`;

/** What is printed until the owner writes something else. */
export const DEFAULT_TEMPLATES: Readonly<Record<TemplateKind, string>> = {
  order: `${REPRINT}^^^{{shop}}

^^^#{{order}}
|{{time}} |
|{{status}} |
-
${ITEMS}-
^^"总计 | ^^"{{total}}
{{#notes}}
-
|订单备注\\x3a {{notes}} |
{{/notes}}
{{#phone}}
|电话\\x3a {{phone}} |
{{/phone}}
{{#link}}

{code:{{link}};option:qrcode,4,m}
{{/link}}

谢谢惠顾，欢迎再来！
`,
  kitchen: `${REPRINT}^^"{{station}} | ^^"#{{order}}
{width:*,8}
|{{time}} | {{copy}}/{{copies}}
{width:auto}
-
{{#items}}
|^^{{quantity}} x {{name}} |
{{#choices}}
|"{{choices}} |
{{/choices}}
{{#notes}}
|"备注\\x3a {{notes}} |
{{/notes}}
{{/items}}
{{#notes}}
-
|"订单备注\\x3a {{notes}} |
{{/notes}}
`,
  receipt: `${REPRINT}^^^{{shop}}
收据 RECEIPT

|单号 #{{order}} |
|{{time}} |
-
${ITEMS}-
^^"合计 | ^^"{{total}}

{code:{{order}};option:code128,2,60,hri}
`,
  label: `{{#items}}
|^^{{name}} |
|{{choices}} |
|#{{order}} {{time}} |
=
{{/items}}
{{^items}}
|{{text}} |
{{/items}}
`,
};

/** An order to show a template with. */
export const SAMPLE_DATA: TemplateData = {
  shop: '发财小狗饮品店',
  order: 456,
  time: '2025-07-14 10:30:00',
  status: '已确认',
  station: '吧台',
  notes: '请分开装',
  total: '￥43.00',
  link: 'https://example.com/o/456',
  copy: 1,
  copies: 1,
  items: [
    {
      name: '珍珠奶茶',
      quantity: 1,
      choices: '大杯 | 正常冰 | 正常糖',
      price: '￥25.00',
      subtotal: '￥25.00',
    },
    {
      name: 'Americano',
      quantity: 2,
      choices: '热饮',
      notes: '不要搅拌棒',
      price: '￥9.00',
      subtotal: '￥18.00',
    },
  ],
};
