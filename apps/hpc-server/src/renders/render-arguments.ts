import { basename, extname, win32 } from 'node:path';
import { splitCommandLine } from '@renderonline/domain';
import type { RenderingEngine } from '../settings/hpc-server-settings.ts';

/**
 * Reads the Arguments of an order to render (see docs/hpc-server.md): split by the rules of 1.x, without the
 * program's name in front, behind the engine's own leading arguments.
 */
export function argumentsOfRender(engine: RenderingEngine, text: string): string[] {
  return programArguments(engine, splitCommandLine(text));
}

/** What the program of an engine gets of a command: not its own name in front, and behind its leading arguments. */
export function programArguments(engine: RenderingEngine, words: readonly string[]): string[] {
  const [first, ...rest] = words;
  if (first === undefined) return [...engine.leadingArguments];
  return [...engine.leadingArguments, ...(isProgramName(first, engine) ? [] : [first]), ...rest];
}

/**
 * Whether an order begins with the program: as the engine's id, as its file's name with or without the
 * extension, or as a path that ends with that file's name. A first option is none of these.
 */
function isProgramName(word: string, { engineId, executablePath }: RenderingEngine): boolean {
  const fileName = fileNameOf(executablePath).toLowerCase();
  const bareName = fileName.slice(0, fileName.length - extname(fileName).length);
  const last = fileNameOf(word).toLowerCase();
  if (last === fileName) return true;
  return last === word.toLowerCase() && (last === bareName || last === engineId.toLowerCase());
}

/** Of a path of this system or of Windows: 1.x wrote what its RenderAPI's system uses. */
function fileNameOf(path: string): string {
  return path.includes('\\') ? win32.basename(path) : basename(path);
}
