import { createBlenderParser } from './blender-parser.ts';
import { createFfmpegParser } from './ffmpeg-parser.ts';
import { createPovrayParser } from './povray-parser.ts';
import type { EngineOutputParser } from './render-event.ts';

const silentParser: EngineOutputParser = { push: () => [], end: () => [] };

/** Parsers by a word that the engine's name or its executable's file name contains. */
const parsers: readonly (readonly [word: RegExp, create: () => EngineOutputParser])[] = [
  [/blender/, createBlenderParser],
  [/pov-?ray|pvengine/, createPovrayParser],
  [/ffmpeg/, createFfmpegParser],
];

/**
 * The parser for a renderer, chosen by the engine's name (`blender`, `Blender-4.2`) or its executable
 * (`/opt/blender/blender`). One that finds nothing for a renderer that nobody has taught us.
 */
export function outputParserFor(engineNameOrExecutable: string): EngineOutputParser {
  const name = (engineNameOrExecutable.split(/[/\\]/).pop() ?? '').toLowerCase();
  return parsers.find(([word]) => word.test(name))?.[1]() ?? silentParser;
}
