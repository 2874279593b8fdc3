import { createApp } from 'vue';
import './design/element.css';
import './design/theme.css';
import App from './app.vue';
import { apps } from './apps/index.ts';
import { tellError } from './design/use-deed.ts';
import { createPageClock, PAGE_CLOCK } from './design/use-now.ts';
import { API, createApi } from './live/api.ts';
import { ApiError } from './live/api-error.ts';
import { createHubLink, HUB } from './live/hub.ts';
import { createSession, SESSION } from './live/session.ts';
import { createConsoleRouter } from './router.ts';
import { APPS } from './shell/apps.ts';
import { CHOICES } from './shell/choices.ts';
import { listenToKeys } from './shell/shortcuts.ts';
import { createTheme } from './shell/theme.ts';
import { createTokenKeep } from './shell/token-keep.ts';
import { createWords } from './words/i18n.ts';
import { storedLanguage, storeLanguage, type Language } from './words/language.ts';

/** The composition: what every part of the console is given, and nothing else is global. */
const words = createWords(apps, storedLanguage());
const { locale, t } = words.global;
const tokens = createTokenKeep(sessionStorage);
const api = createApi({
  fetch: (input, how) => fetch(input, how),
  language: () => locale.value,
  token: () => tokens.get(),
  onStranger: () => session.forget(),
  unreachable: () => t('shell.unreachable'),
});
const session = createSession(api, tokens);
const hub = createHubLink(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);

function setLanguage(language: Language): void {
  locale.value = language;
  document.documentElement.lang = language;
  storeLanguage(language);
}
document.documentElement.lang = locale.value;
listenToKeys(document);

const router = createConsoleRouter(apps);
router.onError((_error, to) => {
  // A page of an older build is no more: its address brings the new one. Without a hub there is nothing to fetch.
  if (hub.state.value === 'open') location.assign(to.fullPath);
  else tellError(new ApiError('CONSOLE_UNREACHABLE', t('shell.unreachable')));
});

createApp(App)
  .provide(API, api)
  .provide(SESSION, session)
  .provide(HUB, hub)
  .provide(APPS, apps)
  .provide(PAGE_CLOCK, createPageClock(Date.now))
  .provide(CHOICES, { theme: createTheme(), setLanguage })
  .use(words)
  .use(router)
  .mount('#console');
