/** `138****5678`: for readers who may see that there is a number, not whose it is. Short ones keep two digits at most. */
export function maskPhone(phone: string): string {
  const tail = phone.length >= 11 ? 4 : Math.min(2, Math.floor(phone.length / 2));
  const head = phone.length >= 11 ? 3 : 0;
  return phone.slice(0, head) + '*'.repeat(phone.length - head - tail) + phone.slice(phone.length - tail);
}
