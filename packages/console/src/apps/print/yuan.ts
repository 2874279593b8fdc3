/** A sum of yuan as people read it: `¥25.00`. */
export function yuan(amount: number): string {
  return `¥${amount.toFixed(2)}`;
}
