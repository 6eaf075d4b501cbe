/**
 * Splits a command line into arguments as 1.x's .NET did on every platform, which is how Windows
 * programs do: spaces and tabs separate; double quotes group, and two of them within quotes are one; a
 * backslash is itself, except that of backslashes before a double quote each pair is one, and an odd
 * one makes the quote itself. Single quotes mean nothing. A quote that is never closed ends with the text.
 */
export function splitCommandLine(text: string): string[] {
  const args: string[] = [];
  let position = 0;
  for (;;) {
    while (isSeparator(text[position])) position += 1;
    if (position >= text.length) return args;
    const { value, end } = readArgument(text, position);
    args.push(value);
    position = end;
  }
}

/** Joins arguments into one text that `splitCommandLine` takes apart into the same again. */
export function joinCommandLine(args: readonly string[]): string {
  return args.map(quoteArgument).join(' ');
}

/**
 * What `count` backslashes followed by `next` mean, by the rule of Windows programs.
 *
 * @returns how many backslashes they are, and whether they make a double quote after them literal
 */
export function readBackslashes(
  count: number,
  next: string | undefined,
): { readonly literal: number; readonly escapesQuote: boolean } {
  if (next !== '"') return { literal: count, escapesQuote: false };
  return { literal: Math.floor(count / 2), escapesQuote: count % 2 === 1 };
}

function isSeparator(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function readArgument(text: string, start: number): { value: string; end: number } {
  let value = '';
  let isQuoted = false;
  let position = start;
  while (position < text.length) {
    const character = text.charAt(position);
    if (character === '\\') {
      const count = countBackslashes(text, position);
      position += count;
      const { literal, escapesQuote } = readBackslashes(count, text[position]);
      value += '\\'.repeat(literal);
      if (escapesQuote) {
        value += '"';
        position += 1;
      }
    } else if (character === '"') {
      if (isQuoted && text[position + 1] === '"') {
        value += '"';
        position += 2;
      } else {
        isQuoted = !isQuoted;
        position += 1;
      }
    } else if (!isQuoted && isSeparator(character)) {
      break;
    } else {
      value += character;
      position += 1;
    }
  }
  return { value, end: position };
}

/** How many backslashes follow one another from here. */
export function countBackslashes(text: string, start: number): number {
  let end = start;
  while (text[end] === '\\') end += 1;
  return end - start;
}

function quoteArgument(argument: string): string {
  if (argument !== '' && !/[\s"]/.test(argument)) return argument;
  // Backslashes count double before a quote, be it one of the argument's or the closing one.
  const escaped = argument.replace(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, '$1$1');
  return `"${escaped}"`;
}
