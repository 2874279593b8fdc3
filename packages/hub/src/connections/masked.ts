import { maskPhone } from '@posthouse/protocol';

const HIDDEN = '••••';
const LEVELS = 40;

/** Names under which credentials travel. */
const SECRET = /token|secret|passw|authorization|cookie|credential|api_?key|claim_?code/i;
/** Names under which a whole value is somebody's number. */
const PHONE = /phone|mobile|^tel$/i;

/** A mainland mobile number that is no part of a longer one, as people write it: with 86, in groups. */
const MOBILE = /(?<!\d)(?:86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/g;
/** The hub's own secrets, JSON Web Tokens, and whatever a scheme of HTTP introduces. */
const CREDENTIALS =
  /ph[srkmc]_[\w-]{20,}|eyJ[\w-]{10,}\.[\w-]+\.[\w-]*|(?<=\b(?:Bearer|Basic) +)[\w.~+/=-]{8,}/gi;
/** A secret with its name in a text: a query, a form, JSON that is broken or within JSON. */
const NAMED =
  /((?:token|secret|passw(?:or)?d|authorization|cookie|credential|api_?key|claim_?code)\w{0,20}[\\"']{0,4}\s{0,4}[=:]\s{0,4}[\\"']{0,4})(?:(?<=["'])[^"'\\]+|[^&\s"'\\,;}]+)/gi;

/** The same structure without numbers and credentials, for those who may see that something was said. */
export function masked(value: unknown): unknown {
  return veiled(value, true, LEVELS);
}

/** Without credentials alone: whoever may read payloads need not be able to pose as their sender. */
export function withoutSecrets(value: unknown): unknown {
  return veiled(value, false, LEVELS);
}

function veiled(value: unknown, numbers: boolean, levels: number): unknown {
  if (typeof value === 'string') return veiledText(value, numbers);
  if (typeof value === 'number') {
    const text = String(value);
    const hidden = veiledText(text, numbers);
    return hidden === text ? value : hidden;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return `bytes (${value.byteLength})`;
  if (levels === 0) return HIDDEN;
  if (Array.isArray(value)) return value.map((item) => veiled(item, numbers, levels - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      veiledText(name, numbers),
      veiledField(name, item, numbers, levels - 1),
    ]),
  );
}

function veiledField(name: string, value: unknown, numbers: boolean, levels: number): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (SECRET.test(name)) return HIDDEN;
  if (numbers && PHONE.test(name)) {
    if (typeof value === 'string') return maskPhone(value);
    if (typeof value === 'number') return maskPhone(String(value));
  }
  return veiled(value, numbers, levels);
}

function veiledText(text: string, numbers: boolean): string {
  const open = text.replace(CREDENTIALS, HIDDEN).replace(NAMED, `$1${HIDDEN}`);
  return numbers ? open.replace(MOBILE, maskPhone) : open;
}
