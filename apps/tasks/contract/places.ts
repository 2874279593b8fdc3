/** One item of the detail of input that does not fit: `at` is a JSON pointer, `in` the part of the request. */
interface Place {
  readonly in?: unknown;
  readonly at?: unknown;
}

/** Places that a text names: more, nobody reads. */
const NAMED = 5;

const placesOf = (detail: unknown): readonly Place[] => (Array.isArray(detail) ? (detail as Place[]) : []);

/** Only what cannot be an id fails there: there is nothing at such an address. */
export const isAboutPath = (detail: unknown): boolean =>
  placesOf(detail).some((place) => place.in === 'params');

/** A text with the fields that are missing or wrong: `输入有误: question_id, rule`. */
export function withPlaces(text: string, detail: unknown): string {
  const places = placesOf(detail).map((place) => String(place.at).replace(/^\//, '') || String(place.in));
  const named = [...new Set(places)].slice(0, NAMED);
  return named.length === 0 ? text : `${text}: ${named.join(', ')}`;
}
