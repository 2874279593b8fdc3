/** npm `minhash` 0.0.9 ships no types. */
declare module 'minhash' {
  export class Minhash {
    constructor(config: { numPerm?: number; seed?: number });
    update(text: string): void;
  }
  export class LshIndex {
    constructor(config: { bandSize?: number });
    insert(key: string, minhash: Minhash): void;
    query(minhash: Minhash): string[];
  }
}
