import { InvalidArgumentError } from 'commander';

/** A frame's number, which may be negative. For commander's options. */
export function frameNumber(text: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
