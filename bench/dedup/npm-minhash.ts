import { LshIndex, Minhash } from 'minhash';

/** The least there is to a comparison with npm `minhash`: 128 hashes per text, bands of 8, candidates verified by J ≥ threshold. */
export function minhashPairs(texts: readonly string[], threshold: number): number {
  const index = new LshIndex({ bandSize: 8 });
  const sets = texts.map(gramsOf);
  const signatures = sets.map((grams, at) => {
    const signature = new Minhash({ numPerm: 128 });
    for (const gram of grams) signature.update(gram);
    index.insert(String(at), signature);
    return signature;
  });
  let pairs = 0;
  for (const [at, signature] of signatures.entries()) {
    for (const key of index.query(signature)) {
      if (Number(key) > at && jaccard(sets[at]!, sets[Number(key)]!) >= threshold) pairs++;
    }
  }
  return pairs;
}

function gramsOf(text: string): ReadonlySet<string> {
  const points = Array.from(text);
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= points.length; at++) grams.add(points.slice(at, at + 3).join(''));
  return grams.size > 0 ? grams : new Set([text]);
}

function jaccard(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let shared = 0;
  for (const gram of left) if (right.has(gram)) shared++;
  return shared / (left.size + right.size - shared);
}
