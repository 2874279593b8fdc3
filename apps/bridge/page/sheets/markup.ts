export function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** How wide a text is in its own font size: a Chinese character is one, a Latin one about half. */
export function ems(text: string): number {
  let width = 0;
  for (const char of text) width += char.charCodeAt(0) > 0xff ? 1 : 0.56;
  return width;
}

/** The largest size up to `size` (in px) at which the text fits `width` px. */
export function fit(text: string, size: number, width: number): number {
  return Math.max(5, Math.min(size, width / Math.max(1, ems(text))));
}

/** Browsers in Chinese draw nothing smaller than 12 px; so lines are drawn at twice their size, and halved. */
const DRAWN = 2;

/** A line of text at a place given in pixels, made smaller when it would run off the paper. */
export function line(
  text: string,
  at: { readonly top: number; readonly left: number; readonly size: number; readonly width: number },
): string {
  if (text === '') return '';
  const size = (DRAWN * fit(text, at.size, at.width)).toFixed(2);
  return `<div class="line" style="top:${at.top}px;left:${at.left}px;font-size:${size}px">${escape(text)}</div>`;
}
