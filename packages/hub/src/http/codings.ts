/** Codings of files that were compressed beforehand, the smallest first. */
const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

/** Which of them an Accept-Encoding takes (RFC 9110, 12.5.3): named, or by `*`, and not with a weight of 0. */
export function codingsOf(header: string | undefined): readonly Coding[] {
  if (header === undefined) return [];
  const weights = new Map(
    header
      .toLowerCase()
      .split(',')
      .map((part) => {
        const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
        const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
        return [name, Number(weight)];
      }),
  );
  return CODINGS.filter((coding) => (weights.get(coding) ?? weights.get('*') ?? 0) > 0);
}
