import { isOver, type Entry } from './journal.ts';
import { documentOf } from './print.ts';
import { sheetOf } from './sheet.ts';
import type { Words } from './words.ts';

const SHOWN = 12;
/** Of a sheet on the screen: small enough for several beside each other. */
const PX_PER_MM = 2.8;
const LONGEST = 110;

export interface PaperActions {
  answer(job: string, printed: boolean): void;
  printAgain(job: string): void;
}

/** Shows the newest jobs as papers, in their true proportions; a card is kept while its job is, so that nothing jumps. */
export class Papers {
  readonly #list: HTMLElement;
  readonly #words: Words;
  readonly #actions: PaperActions;
  readonly #cards = new Map<string, { card: HTMLElement; shown: string }>();

  constructor(list: HTMLElement, words: Words, actions: PaperActions) {
    this.#list = list;
    this.#words = words;
    this.#actions = actions;
  }

  show(entries: readonly Entry[]): void {
    const newest = entries.slice(-SHOWN).toReversed();
    const wanted = new Set(newest.map(({ job }) => job));
    for (const [job, { card }] of this.#cards) {
      if (wanted.has(job)) continue;
      card.remove();
      this.#cards.delete(job);
    }
    for (const [index, entry] of newest.entries()) {
      const card = this.#cardOf(entry);
      if (this.#list.children[index] !== card)
        this.#list.insertBefore(card, this.#list.children[index] ?? null);
    }
  }

  #cardOf(entry: Entry): HTMLElement {
    const known = this.#cards.get(entry.job);
    const shown = `${entry.progress} ${entry.recorded}`;
    if (known?.shown === shown) return known.card;
    const card = known?.card ?? element('li', 'paper');
    if (!known && entry.payload) card.append(thumbnail(entry.payload));
    card.querySelector('.about')?.remove();
    card.append(this.#about(entry));
    card.dataset['progress'] = entry.progress;
    this.#cards.set(entry.job, { card, shown });
    return card;
  }

  #about({ job, progress, at, message, recorded }: Entry): HTMLElement {
    const words = this.#words;
    const about = element('div', 'about');
    const state = element('p', 'state');
    state.append(element('i', 'dot'), words.progress[progress]);
    const number = element('code', '', `#${job.slice(job.lastIndexOf('.') + 1)}`);
    const time = element('time', '', new Date(at).toLocaleTimeString());
    about.append(state, number, ' ', time);
    if (message !== undefined) about.append(element('p', 'why', message));
    if (isOver(progress) && !recorded) about.append(element('p', 'why', words.unreported));
    if (progress === 'asked') {
      about.append(
        element('p', 'question', words.question),
        button(words.yes, 'primary', () => this.#actions.answer(job, true)),
        button(words.again, '', () => this.#actions.printAgain(job)),
        button(words.no, '', () => this.#actions.answer(job, false)),
      );
    }
    return about;
  }
}

/** A picture of the sheet: its own document in a frame, since its styles are the printer's. */
function thumbnail(payload: NonNullable<Entry['payload']>): HTMLElement {
  const sheet = sheetOf(payload, new Date());
  const scale = Math.min(PX_PER_MM, (LONGEST * PX_PER_MM) / Math.max(sheet.width, sheet.height));
  const holder = element('div', 'sheet');
  holder.style.width = `${sheet.width * scale}px`;
  holder.style.height = `${sheet.height * scale}px`;
  const frame = document.createElement('iframe');
  frame.title = sheet.template;
  frame.tabIndex = -1;
  frame.setAttribute('sandbox', '');
  frame.srcdoc = documentOf(sheet);
  frame.style.width = `${sheet.width}mm`;
  frame.style.height = `${sheet.height}mm`;
  frame.style.transform = `scale(${(scale * 25.4) / 96})`;
  holder.append(frame);
  return holder;
}

export function element(name: string, className = '', text = ''): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

export function button(text: string, className: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  if (className !== '') made.className = className;
  made.addEventListener('click', onClick);
  return made;
}
