import { placeholderPrefix, specialPlaceholders } from './argument-template.ts';

/** Where a template has a placeholder, in UTF-16 code units, for those who show templates. */
export interface PlaceholderSpan {
  readonly start: number;
  readonly end: number;
  /** As far as it can be a name, when nobody knows it. */
  readonly name: string;
  readonly isOptional: boolean;
  readonly isKnown: boolean;
}

/** The names that a template may use, the longest first: it is the one that is meant. */
export function placeholderNames(knownNames: ReadonlySet<string>): readonly string[] {
  return [...new Set([...knownNames, ...specialPlaceholders])]
    .filter((name) => name !== '')
    .sort((a, b) => b.length - a.length);
}

/**
 * The placeholder that begins at `start`.
 *
 * @param names of `placeholderNames`
 */
export function placeholderAt(text: string, start: number, names: readonly string[]): PlaceholderSpan {
  const from = start + placeholderPrefix.length;
  const known = names.find((candidate) => text.startsWith(candidate, from));
  const name = known ?? /^@?[\p{L}\p{N}_-]{0,64}/u.exec(text.slice(from))?.[0] ?? '';
  const isOptional = text[from + name.length] === '?';
  const end = from + name.length + (isOptional ? 1 : 0);
  return { start, end, name, isOptional, isKnown: known !== undefined };
}

/** All placeholders of a template, those too that nobody knows, in order. Reads what `parseTemplate` refuses. */
export function placeholderSpans(text: string, knownNames: ReadonlySet<string>): PlaceholderSpan[] {
  const names = placeholderNames(knownNames);
  const spans: PlaceholderSpan[] = [];
  let from = text.indexOf(placeholderPrefix);
  while (from >= 0) {
    const span = placeholderAt(text, from, names);
    spans.push(span);
    from = text.indexOf(placeholderPrefix, span.end);
  }
  return spans;
}
