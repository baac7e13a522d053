/** Doubles. */
export function double(x: number): number {
  return 2 * x;
}

export default function half(x: number): number | null {
  return x === 0 ? null : x / 2;
}

export const trig = {
  sign(x: number): -1 | 1 {
    return x < 0 ? -1 : 1;
  },
};
