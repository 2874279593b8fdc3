/** A statement's text with `$1, $2, …` for each `?` outside of quotes: the kernel writes SQL once for both engines. */
export function numberedSql(sql: string): string {
  let number = 0;
  return sql.replaceAll(/'(?:[^']|'')*'|"[^"]*"|\?/g, (found) => (found === '?' ? `$${++number}` : found));
}
