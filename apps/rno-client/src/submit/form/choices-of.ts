import type { EngineArgumentView } from '@renderonline/contract';
import { checkArgumentValue } from '@renderonline/domain';

/** Formats that people ask renderers for, the usual ones first, as engines of different kinds spell them. */
const formats = [
  ['PNG', '.png'],
  ['JPEG', '.jpg'],
  ['OPEN_EXR', '.exr'],
  ['OPEN_EXR_MULTILAYER'],
  ['TIFF', '.tif'],
  ['WEBP', '.webp'],
  ['BMP', '.bmp'],
  ['TARGA', '.tga'],
  ['HDR', '.hdr'],
  ['DPX', '.dpx'],
] as const;
const isFormat = /format|extension/;
/** More are better typed than looked for. */
const mostChoices = 40;

/** The values to choose among where there are only a few; undefined where one types. */
export function choicesOf(argument: EngineArgumentView): readonly string[] | undefined {
  const { argTypeId, type, regex } = argument;
  const listed = regex === null || regex === '' ? undefined : alternativesOf(regex);
  if (listed !== undefined) return listed.filter((value) => fits(argument, value));
  if (type !== 'extension' || regex === null || !isFormat.test(argTypeId)) return undefined;
  const known = formats.flatMap((spellings) => spellings.find((value) => fits(argument, value)) ?? []);
  return known.length === 0 ? undefined : known;
}

/** What a pattern like `(?i)scene|off|auto` or `\.(?:mp4|mov)` lists; undefined when it is more than a list. */
function alternativesOf(regex: string): readonly string[] | undefined {
  const plain = regex.replace(/^\(\?[imns]+\)/, '');
  const [, prefix = '', inside = plain] = /^((?:\\\.)?)\(\?:([^()]*)\)$/.exec(plain) ?? [];
  const parts = inside.split('|');
  if (parts.length < 2 || parts.length > mostChoices) return undefined;
  if (!parts.every((part) => /^[\w-]+$/.test(part))) return undefined;
  return parts.map((part) => prefix.replace('\\', '') + part);
}

function fits({ argTypeId, type, regex }: EngineArgumentView, value: string): boolean {
  try {
    checkArgumentValue({ argtypeId: argTypeId, type, regex }, value);
    return true;
  } catch {
    return false;
  }
}
