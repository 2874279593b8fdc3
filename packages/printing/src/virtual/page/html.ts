import { xml } from '../xml.ts';
import { pageWords } from './words.ts';
import type { Language } from './words.ts';

/** The page: a seal, the printer's state, its fault switches, the slot and the papers below it. */
export function pageHtml(language: Language, address: string): string {
  const words = pageWords[language];
  const switches = [
    ['paper', 'out', 'ok', words.paperOut],
    ['cover', 'open', 'closed', words.coverOpen],
    ['error', 'true', 'false', words.cutterError],
    ['hang', 'true', 'false', words.hang],
    ['silent', 'true', 'false', words.silent],
    ['confirmation', 'none', 'all', words.noConfirmation],
    ['lie', 'true', 'false', words.lie],
    ['dead', 'true', 'false', words.dead],
  ].map(
    ([name, on, off, label]) =>
      `<button type="button" data-name="${name}" data-on="${on}" data-off="${off}" aria-pressed="false">${label}</button>`,
  );
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title} · Posthouse</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">
<script type="application/json" id="words">${JSON.stringify(words)}</script>
</head>
<body>
<header>
<div class="seal" aria-hidden="true">驿</div>
<div><h1>${words.title}</h1><div><span class="state" role="status"></span> <code>${xml(address)}</code></div></div>
<div class="switches">${switches.join('')}</div>
</header>
<div class="slot" aria-hidden="true"></div>
<main><p class="empty"><b>${words.empty}</b>${words.hint} <code>${xml(address)}</code></p></main>
<script type="module" src="/page.js"></script>
</body>
</html>`;
}
