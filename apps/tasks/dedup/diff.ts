/** A stretch that both texts have, or only one of them. */
export interface Run {
  readonly in: 'both' | 'left' | 'right';
  readonly text: string;
}

/** Insertions and deletions after which the middle is called different as a whole: time and memory grow with its square. */
const MOST = 400;

/** How `left` becomes `right`, by code points (Myers 1986, greedy); removals stand before additions. */
export function diff(left: string, right: string): readonly Run[] {
  const [a, b] = [Array.from(left), Array.from(right)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const middle = edits(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return joined([
    { in: 'both', text: a.slice(0, start).join('') },
    ...middle,
    { in: 'both', text: a.slice(a.length - end).join('') },
  ]);
}

function edits(a: readonly string[], b: readonly string[]): readonly Run[] {
  const trace = reach(a, b);
  if (trace === undefined)
    return [
      { in: 'left', text: a.join('') },
      { in: 'right', text: b.join('') },
    ];
  const runs: Run[] = [];
  let [x, y] = [a.length, b.length];
  for (let depth = trace.length - 1; depth >= 0; depth--) {
    const furthest = trace[depth]!;
    const diagonal = x - y;
    const before = comesFromAbove(furthest, diagonal, depth) ? diagonal + 1 : diagonal - 1;
    const fromX = depth === 0 ? 0 : furthest[before + zeroOf(furthest)]!;
    const fromY = depth === 0 ? 0 : fromX - before;
    while (x > fromX && y > fromY) {
      runs.push({ in: 'both', text: a[--x]! });
      y--;
    }
    if (depth === 0) break;
    if (x === fromX) runs.push({ in: 'right', text: b[--y]! });
    else runs.push({ in: 'left', text: a[--x]! });
  }
  return runs.reverse();
}

/** Per number of edits, how far each diagonal got before it; undefined if MOST do not suffice. */
function reach(a: readonly string[], b: readonly string[]): readonly Int32Array[] | undefined {
  const most = Math.min(MOST, a.length + b.length);
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let depth = 0; depth <= most; depth++) {
    trace.push(furthest.slice());
    for (let diagonal = -depth; diagonal <= depth; diagonal += 2) {
      const at = diagonal + zeroOf(furthest);
      let x = comesFromAbove(furthest, diagonal, depth) ? furthest[at + 1]! : furthest[at - 1]! + 1;
      if (depth === 0) x = 0;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      furthest[at] = x;
      if (x >= a.length && x - diagonal >= b.length) return trace;
    }
  }
  return undefined;
}

/** Where the diagonal 0 is. */
const zeroOf = (furthest: Int32Array): number => (furthest.length - 1) / 2;

const comesFromAbove = (furthest: Int32Array, diagonal: number, depth: number): boolean => {
  const at = diagonal + zeroOf(furthest);
  return diagonal === -depth || (diagonal !== depth && furthest[at - 1]! < furthest[at + 1]!);
};

/** Neighbours of one kind as one run; between two common runs what is removed stands before what is added. */
function joined(steps: readonly Run[]): readonly Run[] {
  const runs: Run[] = [];
  let [both, left, right] = ['', '', ''];
  const flush = (): void => {
    if (left !== '') runs.push({ in: 'left', text: left });
    if (right !== '') runs.push({ in: 'right', text: right });
    left = right = '';
  };
  for (const step of steps) {
    if (step.text === '') continue;
    if (step.in === 'both') {
      flush();
      both += step.text;
      continue;
    }
    if (both !== '') runs.push({ in: 'both', text: both });
    both = '';
    if (step.in === 'left') left += step.text;
    else right += step.text;
  }
  flush();
  if (both !== '') runs.push({ in: 'both', text: both });
  return runs;
}
