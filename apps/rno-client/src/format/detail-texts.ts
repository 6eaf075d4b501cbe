import type { Format } from './format.ts';

/** Numbers that are names: nobody writes task 1.234. */
const isName = /(?:Id|Code|status|frame|port)$/i;

/**
 * What an error or a sentence of RenderAPI's names, as the reader's language writes it: numbers have their units in
 * their names.
 */
export function detailTexts(
  details: Readonly<Record<string, string | number | boolean | null>>,
  format: Pick<Format, 'bytes' | 'duration' | 'number'>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, textOf(name, value, format)]),
  );
}

function textOf(
  name: string,
  value: string | number | boolean | null,
  format: Pick<Format, 'bytes' | 'duration' | 'number'>,
): string {
  if (typeof value !== 'number' || isName.test(name)) return String(value ?? '');
  if (name.endsWith('Ms')) return format.duration(value);
  if (name.endsWith('Seconds')) return format.duration(value * 1000);
  if (name.endsWith('Bytes')) return format.bytes(value);
  if (name.endsWith('Mb')) return format.bytes(value * 1024 ** 2);
  return format.number(value);
}
