const encodedWord = /^=\?([\w-]+)\?([bq])\?([^?]*)\?=$/i;

/**
 * Decodes a file name of a multipart header that is written as one encoded word (RFC 2047), the way .NET
 * writes names beyond ASCII. Any other name comes back as it is.
 */
export function decodeFileName(name: string): string {
  const match = encodedWord.exec(name);
  if (!match) return name;
  const [, charset = '', encoding = '', text = ''] = match;
  try {
    const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : fromQuoted(text);
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return name;
  }
}

function fromQuoted(text: string): Buffer {
  const latin1 = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin1, 'latin1');
}
