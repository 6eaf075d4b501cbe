import { stripVTControlCharacters } from 'node:util';

/**
 * Text of others (file names, messages of renderers), safe to print: on one line, and without control codes
 * that would repaint the reader's terminal.
 */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD');
}
