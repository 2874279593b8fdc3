const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether `data` nests deeper than `limit`. Text is scanned as JSON without parsing it, one pass over its
 * characters; a value is walked no further than the limit.
 */
export function nestsDeeper(data: unknown, limit: number): boolean {
  return typeof data === 'string' ? textNestsDeeper(data, limit) : valueNestsDeeper(data, limit);
}

function textNestsDeeper(text: string, limit: number): boolean {
  // Too short to reach the limit: one bracket a level.
  if (text.length <= limit) return false;
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > limit) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}

function valueNestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => valueNestsDeeper(inner, levels - 1));
}
