import { domainError, errorCatalogue } from '@renderonline/domain';

/**
 * Splits an ADO.NET connection string into its keys and values: `Key=Value;Key="a;b"`.
 * Keys are trimmed and lower-cased, runs of spaces in them become one; values are trimmed unless quoted.
 * A quoted value ("…" or '…') holds anything, its own quote doubled. A key given twice: the last counts,
 * as in ADO.NET.
 *
 * @throws 'connection-string-invalid'; the message never repeats a value, which might be a password.
 */
export function splitConnectionString(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const separator = /[;\s]/.exec(text.charAt(at));
    if (separator) {
      at += 1;
      continue;
    }
    const equals = text.indexOf('=', at);
    const key = text
      .slice(at, equals === -1 ? undefined : equals)
      .trim()
      .replace(/\s+/g, ' ');
    if (equals === -1 || key === '' || key.includes(';')) {
      const place =
        pairs.size === 0 ? 'at its beginning' : `after the key '${[...pairs.keys()].at(-1) ?? ''}'`;
      throw invalid(`has something ${place} that is not of the form Key=Value`);
    }
    const { value, end } = readValue(text, equals + 1, key);
    pairs.set(key.toLowerCase(), value);
    at = end;
  }
  return pairs;
}

function readValue(text: string, start: number, key: string): { value: string; end: number } {
  let at = start;
  while (/\s/.test(text.charAt(at))) at += 1;
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'") {
    const semicolon = text.indexOf(';', at);
    const end = semicolon === -1 ? text.length : semicolon;
    return { value: text.slice(at, end).trim(), end };
  }
  let value = '';
  for (at += 1; at < text.length; at += 1) {
    if (text.charAt(at) !== quote) value += text.charAt(at);
    else if (text.charAt(at + 1) === quote) {
      value += quote;
      at += 1;
    } else return { value, end: endOfQuoted(text, at + 1, key) };
  }
  throw invalid(`has a quote after '${key}' that is never closed`);
}

function endOfQuoted(text: string, start: number, key: string): number {
  const semicolon = text.indexOf(';', start);
  const end = semicolon === -1 ? text.length : semicolon;
  if (text.slice(start, end).trim() !== '') {
    throw invalid(`has something between the quoted value of '${key}' and the next ';'`);
  }
  return end;
}

/** The error of a connection string that cannot be used. `what` continues "The connection string …". */
export function invalid(what: string): Error {
  return domainError(
    'connection-string-invalid',
    `The connection string ${what}. ${errorCatalogue['connection-string-invalid'].whatToDo}`,
  );
}
