const cannotContinue = String.raw`(?![\s\S])`;
const cannotPrecede = String.raw`(?<![\s\S])`;

/** Letters that mean the same after a backslash here as in .NET (`\d`, `\w` and `\s` up to ASCII). */
const sharedEscapes = /[bBdDfnrsStvwWxukcpP]/;

/**
 * Turns a pattern written for .NET into one of ours that must match the whole value. Understood from
 * .NET: options at its beginning such as `(?i)`, `(?s)`, `(?m)`, `(?n)` or several in one, and the
 * anchors `\A`, `\z`, `\Z`. What only .NET has (`(?x)`, `(?>…)`, class subtraction, …) is refused
 * rather than guessed at.
 *
 * @throws SyntaxError when the pattern is none that both understand
 */
export function compileValuePattern(source: string): RegExp {
  const [, anchor = '', options = '', body = ''] = /^(\^|\\A)?\(\?([imns]+)\)([\s\S]*)$/.exec(source) ?? [
    source,
    '',
    '',
    source,
  ];
  const pattern = translateEscapes(anchor + body);
  if (/\[(?:\\[\s\S]|[^\]\\])*-\[/.test(pattern)) {
    throw new SyntaxError('Character classes cannot be subtracted from one another.');
  }
  const flags = ['i', 'm', 's'].filter((flag) => options.includes(flag)).join('');
  // Like .NET, characters are UTF-16 code units, except where Unicode's classes are asked for.
  const allFlags = /\\[pP]\{/.test(pattern) ? `${flags}u` : flags;
  // By itself first: "a)|(b" is no pattern, though it would be one inside our group.
  new RegExp(pattern, allFlags);
  // Not ^ and $, which (?m) would let match in the middle of a value.
  return new RegExp(`${cannotPrecede}(?:${pattern})${cannotContinue}`, allFlags);
}

function translateEscapes(pattern: string): string {
  return pattern.replace(/\\([\s\S])/g, (escape, character: string) => {
    if (character === 'A') return cannotPrecede;
    if (character === 'z' || character === 'Z') return cannotContinue;
    if (/[a-zA-Z]/.test(character) && !sharedEscapes.test(character)) {
      throw new SyntaxError(`${escape} has no meaning in patterns of RenderOnline.`);
    }
    return escape;
  });
}
