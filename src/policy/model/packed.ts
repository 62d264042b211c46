/**
 * The weights of two labels in one number, the second's times 2^16: adding two such numbers adds both, and halves the adding up,
 * in which most of the time goes. Right as long as no sum leaves ±32,767 hundredths; the largest of the tagger's that we
 * have seen in 30,000 messages is a twentieth of that, and `weigh.ts` takes its sums apart before they get there.
 */

/** How many numbers hold the weights of `k` labels. */
export const packedLength = (k: number): number => (k + 1) >> 1;

/** The first, third … of the labels of a packed sum, and those between. */
export const even = (both: number): number => (both << 16) >> 16;
export const odd = (both: number): number => (both - even(both)) >> 16;

export function addRow(to: Int32Array, at: number, rows: Int32Array, row: number, length: number): void {
  for (let y = 0; y < length; y++) to[at + y] = (to[at + y] as number) + (rows[row + y] as number);
}

export function twice(rows: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(rows.length * 2);
  wider.set(rows);
  return wider;
}
