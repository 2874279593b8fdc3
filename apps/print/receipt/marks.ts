import type { NewJob } from '../contract.ts';

const RULE = '='.repeat(32);

/** A paper that was printed before says so, and how often, so that nobody makes a drink twice. */
export function markReprint(content: string, count: number): string {
  return `${reprintLine(count)}\n${content}`;
}

/** The same for ReceiptLine markup: large, in the middle. */
export function markReprintMarkup(markup: string, count: number): string {
  return `^${reprintLine(count)}\n${markup}`;
}

function reprintLine(count: number): string {
  return `*** 补打 REPRINT ${count} ***`;
}

/** The text of a test print (contract §2). `now` is local, `YYYY-MM-DD HH:MM:SS`. */
export function testText(shop: string, now: string): string {
  return `${shop}\n测试打印\n${now}`;
}

/** What an old page shows for a job that is a picture. */
export const PICTURE_TEXT = `${RULE}\n[图片]\n${RULE}\n`;

/** What a loose paper is set from; null: from its text. A picture is markup too. */
export function markupOfNew({ markup, image }: Pick<NewJob, 'markup' | 'image'>): string | null {
  return image === undefined ? (markup ?? null) : `{image:${image}}`;
}
