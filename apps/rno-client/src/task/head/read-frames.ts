import { countFrames, parseRanges } from '@renderonline/domain';

/** @param text like `1-10,15` @returns how many frames these are; 0 for none, undefined when it cannot be read */
export function countOfFrames(text: string): number | undefined {
  try {
    return countFrames(parseRanges(text));
  } catch {
    return undefined;
  }
}
