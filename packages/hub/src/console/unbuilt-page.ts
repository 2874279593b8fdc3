import type { Locale } from '@posthouse/protocol';

const TEXTS = {
  zh: {
    title: '控制台还没有构建',
    what: '驿站在运行，只是网页还没有构建。在源码目录里执行：',
    next: '然后刷新本页。没有控制台也能用：',
  },
  en: {
    title: 'The console is not built',
    what: 'The hub is running; only its pages are missing. In the folder of the sources:',
    next: 'Then load this page again. Meanwhile:',
  },
} as const;

/** What stands at the console's addresses until it is built: what to do, in one line. */
export function unbuiltPage(locale: Locale): string {
  const t = TEXTS[locale];
  return `<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${t.title}</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;background:#f6f1e4;color:#22282f}pre{padding:.8rem 1rem;background:#fffdf6;border:1px solid #e0d8c4;border-radius:8px}</style></head>
<body><h1>${t.title}</h1><p>${t.what}</p><pre>node scripts/ensure-console.js</pre>
<p>${t.next} <a href="/health">/health</a> · <a href="/api/docs">/api/docs</a></p></body>
</html>
`;
}
