import { Connection, type LineState } from './connection.ts';
import { Journal } from './journal.ts';
import { button, Papers } from './papers.ts';
import { Press } from './press.ts';
import { printSheet } from './print.ts';
import { SAMPLES } from './samples.ts';
import { loadSettings, randomText, saveSettings, type Settings } from './settings.ts';
import { sheetOf } from './sheet.ts';
import { wordsFor } from './words.ts';

const query = new URLSearchParams(location.search);
let settings = loadSettings(query);
const { language, words } = wordsFor(settings.language);
const token = query.get('token');
/** This page without what was set by its address, which is kept now. */
const home = token === null ? '/station' : `/station?token=${encodeURIComponent(token)}`;
const part = (id: string) => document.getElementById(id)!;

document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
document.title = `${words.title} · ${settings.clientId}`;
for (const spot of document.querySelectorAll<HTMLElement>('[data-word]')) {
  const word = words[spot.dataset['word'] as keyof typeof words];
  if (typeof word === 'string') spot.textContent = word;
}

const journal = new Journal(
  localStorage,
  `posthouse.journal.${settings.clientId}`,
  () => `station-${randomText(24)}`,
);
const press = new Press({
  journal,
  silent: () => settings.silent,
  words,
  onChange: () => showPapers(),
});
const papers = new Papers(part('papers'), words, {
  answer: (job, printed) => void press.answer(job, printed),
  printAgain: (job) => press.printAgain(job),
});

part('id').textContent = settings.clientId;
part('example').textContent =
  `curl "${location.origin}/bridge/startPrint?clientId=${encodeURIComponent(settings.clientId)}&printData=hello"`;
part('language').addEventListener('click', () => {
  keep({ language: language === 'zh' ? 'en' : 'zh' });
  location.assign(home);
});
part('rename').addEventListener('click', () => {
  const id = prompt(words.renameAsk, settings.clientId)?.trim();
  if (id === undefined || id === '' || id.length > 128) return;
  keep({ clientId: id });
  location.assign(home);
});
const silent = part('silent') as HTMLInputElement;
silent.checked = settings.silent;
silent.addEventListener('change', () => keep({ silent: silent.checked }));
for (const sample of SAMPLES) {
  part('samples').append(
    button(words.templates[sample.template], '', () => void printSheet(sheetOf(sample, new Date()))),
  );
}
showPapers();
void whenAlone(settings.clientId, connect);

function connect(): void {
  const line: Connection = new Connection({
    url: location.origin,
    token,
    clientId: settings.clientId,
    journal: journal.name,
    onState(state) {
      showState(state);
      if (state.is === 'online') void press.connected(line);
    },
    onPrint: (payload, job) => void press.take(payload, job, line),
  });
  showState({ is: 'connecting' });
  part('retry').addEventListener('click', () => line.retry());
  window.addEventListener('online', () => line.retry());
  setInterval(() => showState(line.state), 1_000);
}

function showState(state: LineState): void {
  document.body.dataset['line'] = state.is;
  part('line').textContent = state.is === 'online' ? words.online : shortOf(state);
  part('hint').textContent = hintOf(state);
  part('retry').hidden = state.is === 'online' || state.is === 'connecting';
}

function shortOf({ is }: LineState): string {
  return is === 'connecting' ? words.connecting : words.offlineShort;
}

function hintOf(state: LineState): string {
  switch (state.is) {
    case 'connecting':
      return '';
    case 'online':
      return words.onlineHint;
    case 'offline':
      return words.offline(Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1_000)));
    case 'refused':
      return words.refused(state.code);
  }
}

function showPapers(): void {
  papers.show(journal.entries);
  part('empty').hidden = journal.entries.length > 0;
}

function keep(change: Partial<Settings>): void {
  settings = { ...settings, ...change };
  saveSettings(settings);
}

/**
 * Two tabs with one id would share one journal: the second waits until the first is closed. Locks need HTTPS or this
 * machine; elsewhere the hub's rule holds, that the newest tab prints.
 */
async function whenAlone(clientId: string, run: () => void): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return run();
  const name = `posthouse.station.${clientId}`;
  const forEver = () => {
    run();
    return new Promise(() => {});
  };
  await locks.request(name, { ifAvailable: true }, (lock) => {
    if (lock) return forEver();
    document.body.dataset['line'] = 'elsewhere';
    part('line').textContent = words.offlineShort;
    part('hint').textContent = words.elsewhere;
    return undefined;
  });
  await locks.request(name, forEver);
}
