/** Ends the test when something that must hold does not. */
export function mustHold(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`It does not hold that ${what}`);
}
