import type { Finding } from '../preflight/finding.ts';

const unknownEngine = /\bEngine '(.{1,80})' not available for scene '(.{1,80})'/;
const missingLibrary = /\bCannot find lib '(.{1,300})'/;

/**
 * What Blender says on its output while it opens a scene, and nowhere else: an engine that it does not know has been
 * replaced by its own before a script can ask.
 *
 * @returns undefined for any other line.
 */
export function findingInLine(line: string): Finding | undefined {
  const [, engine, scene] = unknownEngine.exec(line) ?? [];
  if (engine !== undefined && scene !== undefined) {
    return {
      severity: 'error',
      code: 'engine-unknown',
      message: `The scene ${scene} wants to be rendered by ${engine}, and the Blender on this machine does not have it. Install the add-on or the version of Blender that has it on this machine, or choose another engine in the scene.`,
      isMachineDependent: true,
      cause: 'feature-missing',
    };
  }
  const library = missingLibrary.exec(line)?.[1];
  if (library === undefined) return undefined;
  return {
    severity: 'error',
    code: 'library-missing',
    message: `A linked scene file is not there: ${library}. What it holds is missing from every frame. Send it along (in the command line: --include and its folder), or make what it holds local (Object > Relations > Make Local), and submit the scene again.`,
    isMachineDependent: false,
    cause: 'missing-file',
  };
}
