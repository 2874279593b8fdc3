import type { Job, PrintStatus } from '@posthouse/print/contract';
import { computed, createSSRApp, shallowRef } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { createI18n } from 'vue-i18n';
import { describe, expect, it } from 'vitest';
import type { Concern } from '../../console-app.ts';
import { API, type Api } from '../../live/api.ts';
import { usePrintAttention } from './use-attention.ts';
import { en } from './words/en.ts';
import { zhCN } from './words/zh-CN.ts';

const since = '2025-07-14T02:30:00.000Z';
const troubled: PrintStatus = {
  printers: [
    { id: 1, name: '吧台', state: 'paper-out', waiting: 3, driver: 'direct', confirms: 'buffer' },
    { id: 2, name: '后厨', state: 'unreachable', waiting: 0, driver: 'direct', confirms: 'buffer' },
    { id: 3, name: '前台', state: 'ready', waiting: 1, driver: 'direct', confirms: 'buffer' },
  ] as PrintStatus['printers'],
  clients: [{ name: 'POS', address: '', printer_id: null, holds: null, mute: false, unclaimed: true }],
  strays: [{ printer_id: 9, name: '后厨代理', address: '10.0.0.9' }],
  banner: null,
  standing: [
    { printer_id: 3, since, waiting: 1 },
    { printer_id: null, since, waiting: 2 },
  ],
  jobs: { uncertain: 1, failed: 2 },
  waiting_for_any: 2,
  virtual_printer: null,
};

/** The concerns of a status, with what was sent to the hub by their remedies. */
async function concernsIn(locale: 'zh-CN' | 'en', jobs: readonly Pick<Job, 'id' | 'status'>[]) {
  const sent: unknown[] = [];
  const print = {
    status: shallowRef(troubled),
    stats: shallowRef(null),
    failure: shallowRef(null),
    jobs: computed(() => jobs as readonly Job[]),
    refresh: () => {},
  };
  let concerns: readonly Concern[] = [];
  const app = createSSRApp({
    setup() {
      concerns = usePrintAttention(print).value;
      return () => null;
    },
  });
  app.use(createI18n({ legacy: false, locale, messages: { 'zh-CN': { print: zhCN }, en: { print: en } } }));
  app.provide(API, {
    post: async (path: string, body: unknown) => sent.push([path, body]),
  } as unknown as Api);
  // Words are to be had in a component only; nothing is drawn.
  await renderToString(app);
  return { concerns, sent };
}

describe('what of printing needs a person, in words', () => {
  it.each(['zh-CN', 'en'] as const)('has a sentence and a remedy for everything: %s', async (locale) => {
    const { concerns } = await concernsIn(locale, []);
    expect(concerns).toHaveLength(8);
    for (const { text, remedies } of concerns) {
      expect(text).not.toMatch(/print\.\w|[{|]/);
      expect(remedies.length).toBeGreaterThan(0);
    }
    expect(concerns.map(({ text }) => text)).toContain(
      locale === 'en' ? '"吧台": Out of paper. 3 receipts wait.' : '“吧台”缺纸，3 张小票在等。',
    );
  });

  it('lets the only open question be answered where it is read', async () => {
    const { concerns, sent } = await concernsIn('en', [{ id: 7, status: 'uncertain' }]);
    const [yes, no] = concerns[0]!.remedies;
    expect([yes?.text, no?.text]).toEqual(['It printed', "It didn't — print it"]);
    await no?.run?.();
    expect(sent).toEqual([['/api/print/jobs/7/resolve', { printed: false }]]);
  });
});
