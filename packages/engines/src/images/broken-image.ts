/** Thrown by the readers of image formats: what is wrong with the file, for people. */
export class BrokenImage extends Error {
  override readonly name = 'BrokenImage';
}

/** @throws BrokenImage unless the condition holds. */
export function expectImage(condition: boolean, fault: string): asserts condition {
  if (!condition) throw new BrokenImage(fault);
}
