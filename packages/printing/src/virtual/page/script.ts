/** The page's script: asks for the state every 1.5 s and shows what is new. Plain browser JavaScript. */
export const SCRIPT = `
const words = JSON.parse(document.getElementById('words').textContent);
const main = document.querySelector('main');
const state = document.querySelector('.state');
let newest = -1;
let known = {};

function element(tag, props, ...children) {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
}

function figure(paper, fresh) {
  const image = element('img', { src: '/papers/' + paper.id + '.svg', alt: paper.text });
  const text = element('a', { href: '/papers/' + paper.id + '.txt' }, words.text);
  const note = paper.cut ? [] : [element('span', {}, words.uncut)];
  return element('figure', { className: fresh ? 'new' : '' },
    element('div', { className: 'feed' }, image),
    element('figcaption', {}, element('span', {}, '#' + paper.id), element('span', {}, new Date(paper.at).toLocaleTimeString()), text, ...note));
}

function show({ papers, faults, trouble }) {
  known = faults;
  const first = newest < 0;
  for (const paper of papers) {
    if (paper.id <= newest) continue;
    main.querySelector('.empty')?.remove();
    main.prepend(figure(paper, !first));
    newest = paper.id;
  }
  newest = Math.max(newest, 0);
  while (main.querySelectorAll('figure').length > 50) main.lastElementChild.remove();
  state.replaceChildren(element('b', {}, trouble ? words[trouble] : words.ready));
  for (const button of document.querySelectorAll('button[data-name]')) {
    button.setAttribute('aria-pressed', String(String(faults[button.dataset.name]) === button.dataset.on));
  }
}

async function look() {
  try {
    show(await (await fetch('/state.json')).json());
  } catch {
    state.replaceChildren(element('b', {}, words.gone));
  }
}

const value = (text) => (text === 'true' ? true : text === 'false' ? false : text);
document.querySelector('.switches').addEventListener('click', async ({ target }) => {
  const { name, on, off } = target.dataset;
  if (!name) return;
  const change = { [name]: value(String(known[name]) === on ? off : on) };
  await fetch('/faults', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) });
  await look();
});

setInterval(look, 1500);
void look();
`;
