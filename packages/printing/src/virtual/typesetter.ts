import { DOTS_PER_COLUMN } from '../receipt/columns.ts';
import { PLAIN, runColumns } from './sheet.ts';
import type { Block, Run, Sheet, Style } from './sheet.ts';

const CHARACTER_HEIGHT = 24;
const LINE_SPACING = 30;
/** A sheet longer than this (about 12 m) is cut by the printer, whatever the document does. */
const LONGEST_SHEET = 100_000;
const MOST_BLOCKS = 20_000;
/** Runs of one line; a document that keeps moving back would otherwise grow it for ever. */
const MOST_RUNS = 500;

/** Sets text and blocks on the paper: position, alignment, wrapping at the print area's edge, line heights. */
export class Typesetter {
  style: Style = PLAIN;
  /** 0 left, 1 centre, 2 right. */
  align = 0;
  /** Dots from one line to the next; a line is never lower than its characters. */
  spacing = LINE_SPACING;
  left = 0;
  readonly width: number;
  #area: number;
  #runs: Run[] = [];
  #x = 0;
  #end = 0;
  #blocks: Block[] = [];
  #length = 0;

  /** `width`: dots across the printable area. */
  constructor(width: number) {
    this.width = width;
    this.#area = width;
  }

  /** `ESC @`: settings back to those of power-on; what was set on the line is dropped, as printers do. */
  reset(): void {
    this.style = PLAIN;
    this.align = 0;
    this.spacing = LINE_SPACING;
    this.left = 0;
    this.#area = this.width;
    this.#startLine();
  }

  get area(): number {
    return Math.max(DOTS_PER_COLUMN * 2, Math.min(this.#area, this.width - this.left));
  }

  set area(dots: number) {
    this.#area = dots;
  }

  defaultSpacing(): void {
    this.spacing = LINE_SPACING;
  }

  moveTo(x: number): void {
    this.#x = Math.max(0, Math.min(x, this.area));
  }

  moveBy(dots: number): void {
    this.moveTo(this.#x + dots);
  }

  text(text: string, narrow = false): void {
    if (this.#runs.length >= MOST_RUNS) this.feedLine();
    let start = this.#x;
    let run = '';
    const close = (): void => {
      if (run !== '') this.#runs.push({ x: start, text: run, style: this.style, narrow });
      run = '';
    };
    for (const character of text) {
      const step = runColumns({ narrow }, character) * DOTS_PER_COLUMN * this.style.wide;
      if (this.#x + step > this.area && this.#x > 0) {
        close();
        this.feedLine();
      }
      if (run === '') start = this.#x;
      run += character;
      this.#x += step;
      this.#end = Math.max(this.#end, this.#x);
    }
    close();
  }

  tab(): void {
    const eight = 8 * DOTS_PER_COLUMN;
    this.moveTo((Math.floor(this.#x / eight) + 1) * eight);
  }

  /** LF: the line goes on the paper. */
  feedLine(): void {
    const offset = this.left + this.#offset(this.#end);
    const tallest = this.#runs.reduce((high, run) => Math.max(high, run.style.high), 1);
    const height = Math.max(this.spacing, CHARACTER_HEIGHT * tallest);
    this.#place({ is: 'line', runs: this.#runs.map((run) => ({ ...run, x: run.x + offset })), height });
    this.#startLine();
  }

  feedDots(dots: number): void {
    this.#flushLine();
    if (dots > 0) this.#place({ is: 'feed', height: dots });
  }

  /** Places a picture or symbol of `width` dots as the alignment says. */
  block(width: number, make: (x: number) => Block): void {
    this.#flushLine();
    this.#place(make(this.left + this.#offset(Math.min(width, this.area))));
  }

  /** The sheet so far, or null when nothing but feeds is on it. */
  take(cut: boolean): Sheet | null {
    this.#flushLine();
    const blocks = this.#blocks;
    this.#blocks = [];
    this.#length = 0;
    const inked = blocks.some(
      (block) => block.is !== 'feed' && !(block.is === 'line' && block.runs.length === 0),
    );
    return inked ? { blocks, cut } : null;
  }

  /** True when the sheet has become too long or too full to go on. */
  get full(): boolean {
    return this.#length > LONGEST_SHEET || this.#blocks.length >= MOST_BLOCKS;
  }

  #offset(used: number): number {
    return Math.floor(((this.area - used) * this.align) / 2);
  }

  #flushLine(): void {
    if (this.#runs.length > 0) this.feedLine();
  }

  #startLine(): void {
    this.#runs = [];
    this.#x = 0;
    this.#end = 0;
  }

  #place(block: Block): void {
    this.#blocks.push(block);
    this.#length += block.height;
  }
}
