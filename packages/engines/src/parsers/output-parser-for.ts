import { createBlenderParser } from './blender-parser.ts';
import { createFfmpegParser } from './ffmpeg-parser.ts';
import { createPovrayParser } from './povray-parser.ts';
import type { EngineOutputParser } from './render-event.ts';

const silentParser: EngineOutputParser = { push: () => [], end: () => [] };

/** Parsers by a word that the engine's name or its executable's file name contains. */
const parsers: readonly (readonly [word: RegExp, create: () => EngineOutputParser])[] = [
  // The mock engine speaks like Blender.
  [/blender|^mock/, createBlenderParser],
  [/pov-?ray|pvengine/, createPovrayParser],
  [/ffmpeg/, createFfmpegParser],
];

/**
 * The parser for a renderer, chosen by the first of the names that says anything: the engine's (`blender`,
 * `Blender-4.2`), its executable's path. One that finds nothing for a renderer that nobody has taught us.
 */
export function outputParserFor(...engineNamesOrExecutables: readonly string[]): EngineOutputParser {
  for (const path of engineNamesOrExecutables) {
    const name = (path.split(/[/\\]/).pop() ?? '').toLowerCase();
    const found = parsers.find(([word]) => word.test(name));
    if (found) return found[1]();
  }
  return silentParser;
}
