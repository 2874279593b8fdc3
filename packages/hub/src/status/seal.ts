/** The vermilion seal, drawn by hand: 驿 as a few strokes, so that it needs no font. */
export const SEAL =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect x="2" y="2" width="44" height="44" rx="7" fill="#b8321f"/>' +
  '<g fill="none" stroke="#fbf6ea" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">' +
  '<path d="M9 12h11l-1 8"/><path d="M12 12l-1 9h11c0 7-1 12-3 14l-3-2"/><path d="M8 29h9"/>' +
  '<path d="M25 12h14c-3 6-8 10-14 12"/><path d="M28 15c3 4 7 7 12 9"/><path d="M27 29h12"/><path d="M25 34h15"/><path d="M33 25v14"/></g></svg>';

/** The seal as a page's icon: the address of a picture that needs no request. */
export const sealIcon = `data:image/svg+xml,${encodeURIComponent(SEAL)}`;
