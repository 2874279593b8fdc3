const FILL = 0x1f_ffff;

/**
 * Gives each 3-gram of code points a small number: open addressing over typed arrays. A gram's 63 bits are the key, so
 * two different grams never share a number.
 */
export class GramTable {
  #mask: number;
  #low: Int32Array;
  #high: Int32Array;
  /** Number + 1; 0 is an empty place. */
  #numbers: Int32Array;
  #size = 0;

  constructor(places = 1 << 12) {
    this.#mask = places - 1;
    this.#low = new Int32Array(places);
    this.#high = new Int32Array(places);
    this.#numbers = new Int32Array(places);
  }

  get size(): number {
    return this.#size;
  }

  /** Texts shorter than three code points are one gram: `numberOf(a)` or `numberOf(a, b)`. */
  numberOf(first: number, second = FILL, third = FILL): number {
    const low = first | (second << 21);
    const high = (second >>> 11) | (third << 10);
    let place = this.#placeOf(low, high);
    if (!this.#numbers[place]) {
      if (this.#size * 2 > this.#mask) {
        this.#grow();
        place = this.#placeOf(low, high);
      }
      this.#low[place] = low;
      this.#high[place] = high;
      this.#numbers[place] = ++this.#size;
    }
    return this.#numbers[place]! - 1;
  }

  #placeOf(low: number, high: number): number {
    let hash = Math.imul(low ^ Math.imul(high, 0x9e37_79b1), 0x85eb_ca6b);
    hash ^= hash >>> 15;
    let place = hash & this.#mask;
    while (this.#numbers[place]! !== 0 && (this.#low[place]! !== low || this.#high[place]! !== high)) {
      place = (place + 1) & this.#mask;
    }
    return place;
  }

  #grow(): void {
    const [low, high, numbers] = [this.#low, this.#high, this.#numbers];
    const places = (this.#mask + 1) * 2;
    this.#mask = places - 1;
    this.#low = new Int32Array(places);
    this.#high = new Int32Array(places);
    this.#numbers = new Int32Array(places);
    for (let from = 0; from < numbers.length; from++) {
      if (!numbers[from]) continue;
      const place = this.#placeOf(low[from]!, high[from]!);
      this.#low[place] = low[from]!;
      this.#high[place] = high[from]!;
      this.#numbers[place] = numbers[from]!;
    }
  }
}
