/** A row of `argtypes`: what the values of one argument look like. */
export interface ArgumentType {
  /** Its name in templates and submissions, for example `start_frame`. */
  readonly argtypeId: string;
  /** One of `builtInTypes`, unless `regex` is given. */
  readonly type: string;
  /** A pattern for the whole value, which then decides alone; null (or empty) for the type's own. */
  readonly regex: string | null;
}

/** The longest value of an argument, in UTF-16 code units. */
export const maxArgumentValueLength = 4096;

/**
 * The patterns of `argtypes.type`, for whole values. Character classes are ASCII's: JavaScript's `\s`
 * knows spaces that 1.x's ASCII classes do not, hence the list of them in `sentence`.
 */
export const builtInTypes: ReadonlyMap<string, string> = new Map([
  ['file', String.raw`[a-zA-Z0-9_-]+\.[a-zA-Z0-9]{1,4}`],
  ['path', String.raw`(?:/[a-zA-Z0-9_-]+)+/?`],
  ['extension', String.raw`\.[a-zA-Z0-9]{1,4}`],
  ['word', '[a-zA-Z0-9_]+'],
  ['sentence', String.raw`[a-zA-Z0-9 \t\n\v\f\r,.!?'-]*[a-zA-Z0-9 \t\v\f\r,.!?'-]`],
  ['natural', '[0-9]+'],
  ['integer', '-?[0-9]+'],
  ['real', String.raw`-?[0-9]+(?:\.[0-9]+)?`],
]);
