const byteOrderMark = '\uFEFF';
const integer = /^-?\d+$/;

/**
 * Parses JSON as RenderOnline 1.x did: a byte order mark is skipped, and a number that JavaScript cannot
 * hold exactly (ids are unsigned 64-bit) is given as the text it was written in.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseLenientJson(text: string): unknown {
  const body = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  return JSON.parse(body, keepLongNumbers) as unknown;
}

// `context.source` is the number as written (ECMAScript's "JSON.parse source text access").
function keepLongNumbers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const source = context?.source ?? String(value);
  if (!Number.isFinite(value)) return source;
  return integer.test(source) && !Number.isSafeInteger(value) ? source : value;
}
