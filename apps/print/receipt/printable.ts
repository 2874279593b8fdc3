/** Dots: wider than any paper that receipt printers take, and about 30 cm long. Larger pictures are bombs or mistakes. */
const WIDEST = 832;
const LONGEST = 2_400;
/** Base64 of the eight bytes that every PNG begins with. */
const PNG = /iVBORw0KGgo[A-Za-z0-9+/]*/g;
/** Base64 of the signature and of the header up to width and height: 24 bytes. */
const HEADER = 32;

/** Whether each picture in markup says of itself that it is no larger than a paper; whether it can be decoded, the renderer knows. */
export function picturesFit(markup: string): boolean {
  for (const [picture] of markup.matchAll(PNG)) {
    if (picture.length < HEADER) return false;
    const bytes = Uint8Array.from(atob(picture.slice(0, HEADER)), (character) => character.charCodeAt(0));
    const header = new DataView(bytes.buffer);
    if (header.getUint32(16) > WIDEST || header.getUint32(20) > LONGEST) return false;
  }
  return true;
}
