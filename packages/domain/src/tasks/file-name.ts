import { domainError } from '../errors/domain-error.ts';

/** The longest name kept, in UTF-8 bytes: file systems end at 255, and our own suffixes need room. */
export const maxFileNameBytes = 200;

/** Of a longer segment only the end counts, so that hostile ones cost nothing. */
const maxConsideredLength = 4096;

/** A longer "extension" is none, but the tail of a sentence. */
const maxExtensionBytes = 32;

/** What Windows, macOS or Linux refuse in a name, and what would turn the direction of writing around. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const forbiddenCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069<>:"|?*/\\]/gu;
const loneSurrogates = /\p{Surrogate}/gu;
const edges = /^[.\s]+|[.\s]+$/gu;
/** Devices of Windows, whatever follows the first dot. */
export const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/iu;
/** What a task's folder holds besides the project. */
const ownNames = new Set(['output']);

/**
 * A safe name for an uploaded file: the last segment of what the client sent, which may be a URL, a
 * Windows or a POSIX path. Any script is kept (in Unicode's NFC); characters that some file system
 * refuses become `_`; device names of Windows and names that a task's folder needs for itself get a
 * `_` before them; what is too long loses its middle, not its extension. Safe names stay as they are.
 *
 * @throws DomainError `file-name-invalid` when nothing is left
 */
export function sanitizeFileName(raw: string): string {
  const replaced = lastSegment(raw)
    .slice(-maxConsideredLength)
    .replace(loneSurrogates, '_')
    .normalize('NFC')
    .replace(forbiddenCharacters, '_');
  const trimmed = replaced.replace(edges, '');
  if (trimmed === '') {
    throw domainError(
      'file-name-invalid',
      'The uploaded file has no name that can be used; name it like scene.blend.',
    );
  }
  const isTaken = deviceName.test(trimmed) || ownNames.has(trimmed.toLowerCase());
  return shorten(isTaken ? `_${trimmed}` : trimmed);
}

/** The extension with its dot, as written: `.blend`; empty when there is none. */
export function extensionOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot > 0 && dot < fileName.length - 1 ? fileName.slice(dot) : '';
}

/** Whether a file has an engine's extension, which may have several dots (`.tar.gz`). Case does not count. */
export function hasExtension(fileName: string, engineExtension: string): boolean {
  if (engineExtension === '') return extensionOf(fileName) === '';
  const ending = withDot(engineExtension);
  return fileName.length > ending.length && fileName.toLowerCase().endsWith(ending.toLowerCase());
}

/** An engine's extension as it is stored: people write `blend` as well. */
export function withDot(extension: string): string {
  return extension.startsWith('.') ? extension : `.${extension}`;
}

function lastSegment(raw: string): string {
  const path = /^(?:[a-z][a-z0-9+.-]*:\/\/|file:)/i.test(raw) ? decodePercents(raw) : raw;
  const segment = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  // "C:scene.blend" is scene.blend in the current folder of drive C.
  return segment.replace(/^[a-z]:/i, '');
}

/** Decodes what is valid UTF-8 in percents, and leaves the rest as it is: 1.x's client encodes by halves. */
function decodePercents(url: string): string {
  return url.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

function shorten(name: string): string {
  if (utf8Bytes(name) <= maxFileNameBytes) return name;
  const found = extensionOf(name);
  const extension = utf8Bytes(found) <= maxExtensionBytes ? found : '';
  let room = maxFileNameBytes - utf8Bytes(extension);
  let stem = '';
  for (const character of name.slice(0, name.length - extension.length)) {
    room -= utf8Bytes(character);
    if (room < 0) break;
    stem += character;
  }
  // The cut may have come after a dot or a space, which must not end a name without an extension.
  return extension === '' ? stem.replace(edges, '') : stem + extension;
}

/** Length in UTF-8 of a text without lone surrogates. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
  return bytes;
}
