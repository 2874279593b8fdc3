import { renderSVG } from 'uqr';
import { escape } from './markup.ts';

/** Bytes that a QR code of the highest version holds at the lowest correction. */
const LONGEST = 2_900;
const PICTURE = /^(data:image\/|https?:\/\/\S+\.(png|jpe?g|gif|webp|svg|bmp)(\?\S*)?$)/i;

/** A QR picture that was given by its address, or the code of the text itself, drawn here. */
export function qrImage(content: string): string {
  if (content === '') return '';
  if (PICTURE.test(content)) return `<img src="${escape(content)}" alt="">`;
  if (new TextEncoder().encode(content).length > LONGEST) return '';
  return renderSVG(content, { border: 1, ecc: content.length > 300 ? 'L' : 'M' });
}
