import { Connection } from './connection.ts';
import { button, element } from './papers.ts';
import { randomText } from './settings.ts';
import { plain } from './fields.ts';
import { wordsFor } from './words.ts';

const query = new URLSearchParams(location.search);
const { words, language } = wordsFor(query.get('lang'));
const list = document.getElementById('stations')!;

document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
document.title = words.test;
for (const spot of document.querySelectorAll<HTMLElement>('[data-word]')) {
  const word = words[spot.dataset['word'] as keyof typeof words];
  if (typeof word === 'string') spot.textContent = word;
}
document.getElementById('add')!.addEventListener('click', () => add(randomText(6)));
for (const id of (query.get('ids') ?? 'A,B,C').split(',').slice(0, 20)) add(id);

/** A station that takes every job and says at once that it is printed. */
function add(clientId: string): void {
  const card = element('li', 'station');
  const state = element('strong');
  const count = element('span', 'count', words.count(0));
  const log = element('ol', 'log');
  let line: Connection | null = null;
  let received = 0;

  const toggle = button('', '', () => {
    if (line) cut();
    else open();
  });
  const send = button(words.send, '', () => {
    const printData = `${clientId} ${new Date().toLocaleTimeString()}`;
    void fetch(`/bridge/startPrint?${new URLSearchParams({ clientId, printData })}`)
      .then((response) => response.json())
      .then(({ message }: { message: string }) => note(message));
  });
  const title = element('p', 'line');
  title.append(element('i', 'dot'), state);
  card.append(element('h2', '', clientId), title, count, toggle, send, log);
  list.append(card);
  open();

  function open(): void {
    toggle.textContent = words.cut;
    line = new Connection({
      url: location.origin,
      token: query.get('token'),
      clientId,
      journal: `simulated-${randomText(12)}`,
      onState: ({ is }) => show(is),
      onPrint(payload, job) {
        count.textContent = words.count(++received);
        note(plain(payload));
        void line?.report('printed', job);
      },
    });
    show('connecting');
  }

  function cut(): void {
    line?.close();
    line = null;
    toggle.textContent = words.reconnect;
    show('offline');
  }

  function show(is: string): void {
    card.dataset['line'] = is;
    state.textContent =
      is === 'online' ? words.online : is === 'connecting' ? words.connecting : words.offlineShort;
  }

  function note(text: string): void {
    log.prepend(element('li', '', text.slice(0, 200)));
    while (log.children.length > 20) log.lastChild?.remove();
  }
}
