const FIRST = 0x20;
const BASE = 0x7e - FIRST + 1;

/** How many ids there are: 95⁴ ≈ 81 million. */
export const PROCESS_IDS = BASE ** 4;

/** The n-th id of `GS ( H`: four base-95 digits, most significant first; wraps after `PROCESS_IDS`. */
export function processId(n: number): string {
  let rest = ((Math.trunc(n) % PROCESS_IDS) + PROCESS_IDS) % PROCESS_IDS;
  let id = '';
  for (let digit = 0; digit < 4; digit++) {
    id = String.fromCharCode(FIRST + (rest % BASE)) + id;
    rest = Math.floor(rest / BASE);
  }
  return id;
}
