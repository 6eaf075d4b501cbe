const cannotContinue = String.raw`(?![\s\S])`;
const cannotPrecede = String.raw`(?<![\s\S])`;

/**
 * Turns a pattern written for .NET into one of ours that must match the whole value. Understood from
 * .NET: leading options such as `(?i)`, `(?s)`, `(?m)`, `(?n)` or several in one, and the anchors
 * `\A`, `\z`, `\Z`. What only .NET has (`(?x)`, balancing groups, `(?>…)`) is refused rather than
 * guessed at.
 *
 * @throws SyntaxError when the pattern is none that both understand
 */
export function compileValuePattern(source: string): RegExp {
  const [, options = '', body = ''] = /^(?:\(\?([imns]+)\))?([\s\S]*)$/.exec(source) ?? [];
  const flags = ['i', 'm', 's'].filter((flag) => options.includes(flag)).join('');
  const translated = translateAnchors(body);
  // By itself first: "a)|(b" is no pattern, though it would be one inside our group.
  const unicodeFlag = isPattern(translated, `${flags}u`) ? 'u' : '';
  new RegExp(translated, flags);
  if (unicodeFlag === '' && /\\[pP]\{/.test(translated)) {
    throw new SyntaxError('Unicode classes cannot stand beside escapes that have no meaning.');
  }
  // Not ^ and $, which (?m) would let match in the middle of a value.
  return new RegExp(`${cannotPrecede}(?:${translated})${cannotContinue}`, flags + unicodeFlag);
}

function translateAnchors(body: string): string {
  return body.replace(/\\([\s\S])/g, (escape, character: string) => {
    if (character === 'A') return cannotPrecede;
    return character === 'z' || character === 'Z' ? cannotContinue : escape;
  });
}

function isPattern(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}
