import type { Template } from './sheet.ts';

/** One job of each kind, for trying a printer and for the documentation. */
export const SAMPLES: readonly { readonly template: Template; readonly printData: unknown }[] = [
  { template: 'plain', printData: '你好，打印站\nHello, station\n————————————\n驿站 Posthouse' },
  {
    template: 'text',
    printData: {
      collection: '2026 春季系列',
      product: '法式衬衫',
      bed: '12',
      bundle: '037',
      part: '左前片',
      colour: '藏青',
      size: 'L',
    },
  },
  {
    template: 'qr',
    printData: {
      qr: 'BED-12/BUNDLE-037',
      style: 'FS-2026',
      product: '法式衬衫',
      bed: '12',
      bundle: '037',
      part: '左前片',
      colour: '藏青',
      size: 'L',
      quantity: '24 件',
      note: '对花',
    },
  },
  {
    template: 'form',
    printData: {
      qr: 'BED-12/BUNDLE-037',
      collection: '2026 春季系列',
      product: '法式衬衫',
      part: '左前片',
      bed: '12',
      bundle: '037',
      quantity: '24',
      spec: '藏青/L',
      bundles: '60',
      note: '对花，注意倒顺毛',
      layers: '80',
      pieces: '1440',
      total_layers: '240',
      cutting_note: '第三层有跳纱',
    },
  },
];
