import { InvalidArgumentError } from 'commander';

/** A whole number from `minimum` on. For commander's options and arguments. */
export function wholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(
        maximum === Number.MAX_SAFE_INTEGER
          ? `It must be a whole number, at least ${minimum}.`
          : `It must be a whole number from ${minimum} to ${maximum}.`,
      );
    }
    return value;
  };
}

export const identifier = wholeNumber(1);
export const port = wholeNumber(1, 65_535);

/** `yes`, `no` and their like. */
export function yesOrNo(text: string): boolean {
  if (/^(yes|y|true|on|1)$/i.test(text)) return true;
  if (/^(no|n|false|off|0)$/i.test(text)) return false;
  throw new InvalidArgumentError('It must be yes or no.');
}

/** For options that may be given several times. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** For arguments like `<task...>`. */
export function identifiers(text: string, before: readonly number[] | undefined): number[] {
  return [...(before ?? []), identifier(text)];
}
