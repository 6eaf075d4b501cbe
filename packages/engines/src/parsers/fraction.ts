/** `part / whole` within 0 and 1; 0 when there is no whole. */
export function fractionOf(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}
