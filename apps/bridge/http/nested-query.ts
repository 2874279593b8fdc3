/** Bounds of the old server's query parser (`qs`): deeper brackets and later array places stay part of a name. */
const DEPTH = 5;
const LARGEST_INDEX = 20;

/**
 * Query parameters as the old server's parser gave them to stations (contract §2): a repeated parameter is an array,
 * `a[b]=1` an object, `a[]=1` an array. Takes the flat parameters that the HTTP server has read.
 */
export function nestQuery(flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const root = branch();
  for (const [name, value] of Object.entries(flat)) {
    const path = pathOf(name);
    for (const one of path.length > 1 && Array.isArray(value) ? value : [value]) put(root, path, one);
  }
  return Object.fromEntries([...root.children].map(([name, value]) => [name, settle(value)]));
}

/** A node under construction: keyed children in a Map, since a name may be `__proto__`. */
interface Branch {
  readonly children: Map<string, unknown>;
}

const branch = (): Branch => ({ children: new Map() });
const isBranch = (value: unknown): value is Branch =>
  typeof value === 'object' && value !== null && 'children' in value;

function pathOf(name: string): readonly string[] {
  const open = name.indexOf('[');
  if (open <= 0) return [name];
  const path = [name.slice(0, open)];
  let rest = name.slice(open);
  while (path.length <= DEPTH) {
    const match = /^\[([^[\]]*)\]/.exec(rest);
    if (!match) break;
    path.push(match[1]!);
    rest = rest.slice(match[0].length);
  }
  if (path.length === 1) return [name];
  return rest === '' ? path : [...path, rest];
}

function put(into: Branch, [name = '', ...deeper]: readonly string[], value: unknown): void {
  const { children } = into;
  const key = name === '' ? String(children.size) : name;
  const there = children.get(key);
  if (deeper.length === 0) {
    if (there === undefined) children.set(key, value);
    else if (!isBranch(there)) children.set(key, [there, value].flat());
    return;
  }
  const next = isBranch(there) ? there : branch();
  children.set(key, next);
  put(next, deeper, value);
}

function settle(value: unknown): unknown {
  if (!isBranch(value)) return value;
  const entries = [...value.children].map(([key, child]) => [key, settle(child)] as const);
  const isArray =
    entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key) && Number(key) <= LARGEST_INDEX);
  return isArray ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}
