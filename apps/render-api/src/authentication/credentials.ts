import type { IncomingHttpHeaders } from 'node:http';

export interface Credentials {
  readonly email: string;
  readonly token: string;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The `email` and `token` headers, read as UTF-8.
 *
 * @returns undefined when either is missing or empty.
 */
export function credentialsOf(headers: IncomingHttpHeaders): Credentials | undefined {
  const email = headerText(headers['email']).trim();
  const token = headerText(headers['token']);
  return email === '' || token === '' ? undefined : { email, token };
}

// Node reads header bytes as Latin-1; .NET and browsers' proxies send UTF-8.
function headerText(value: string | string[] | undefined): string {
  const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
  try {
    return utf8.decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}
