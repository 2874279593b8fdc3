import type { Locale } from '@posthouse/protocol';
import { SEAL, sealIcon } from './status/seal.ts';
import { statusScript } from './status/script.ts';
import { statusStyle } from './status/style.ts';
import { statusTexts } from './status/texts.ts';

/**
 * The page at `/`: what is connected, what waits, the last papers, and the lines of the tour. Plain HTML without data:
 * its script asks /api/status and /api/print/status every two seconds.
 */
export function statusPage(locale: Locale): string {
  const t = statusTexts[locale];
  return `<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t.title}</title>
<link rel="icon" href="${sealIcon}">
<style>${statusStyle}</style>
</head>
<body>
<header>
  <div class="seal" aria-hidden="true">${SEAL}</div>
  <div><h1>${t.name}</h1><p id="summary" role="status">${t.asking}</p></div>
</header>
<form id="door" hidden>
  <label for="token">${t.tokenNeeded}</label>
  <input id="token" type="password" autocomplete="off"><button>${t.enter}</button>
  <a href="/sign-in">${t.signIn}</a>
</form>
<main>
  <section id="notes" hidden></section>
  <section aria-labelledby="h-printers"><h2 id="h-printers">${t.printers}</h2><div id="printers"></div></section>
  <section aria-labelledby="h-jobs"><h2 id="h-jobs">${t.jobs}</h2><div id="jobs" class="tiles"></div></section>
  <section aria-labelledby="h-papers"><h2 id="h-papers">${t.papers}</h2><div id="papers"></div></section>
  <section aria-labelledby="h-peers"><h2 id="h-peers">${t.peers}</h2><div id="peers"></div></section>
  <section aria-labelledby="h-doors"><h2 id="h-doors">${t.doors}</h2><div id="doors" class="doors"></div></section>
  <section aria-labelledby="h-tour"><h2 id="h-tour">${t.tour}</h2>
    <p class="soft">${t.tourLead}</p>
    <div class="tabs"><button type="button" data-shell="sh" aria-pressed="true">bash</button><button type="button" data-shell="ps" aria-pressed="false">PowerShell</button></div>
    <pre id="tour" tabindex="0"></pre>
    <button type="button" id="copy" class="primary">${t.copy}</button>
  </section>
</main>
<footer><a href="/api/docs">${t.interface}</a><a href="/health">/health</a><a href="/metrics">/metrics</a><span id="version"></span></footer>
<script>const T=${JSON.stringify(t)};
${statusScript}</script>
</body>
</html>
`;
}
