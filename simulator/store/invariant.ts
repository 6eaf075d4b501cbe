/** The farm broke a promise: a bug, not an outcome. */
export class BrokenInvariant extends Error {}

export function invariant(holds: boolean, what: string): asserts holds {
  if (!holds) throw new BrokenInvariant(what);
}
