/**
 * How many characters a value has as JSON, escapes not counted; of bytes, how many they are. It walks without recursion:
 * a peer may send more levels than JSON.stringify bears.
 */
export function lengthOf(value: unknown): number {
  let length = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (one === undefined) continue;
    if (typeof one === 'string') length += one.length + 2;
    else if (typeof one === 'number' || typeof one === 'boolean') length += String(one).length;
    else if (typeof one !== 'object' || one === null) length += 4;
    else if (one instanceof Uint8Array) length += one.byteLength;
    else if (Array.isArray(one)) {
      length += Math.max(2, one.length + 1);
      for (const item of one) left.push(item);
    } else {
      const fields = Object.entries(one);
      length += Math.max(2, fields.length + 1);
      for (const [name, item] of fields) {
        length += name.length + 3;
        left.push(item);
      }
    }
  }
  return length;
}
