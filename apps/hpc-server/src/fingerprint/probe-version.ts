import { execFile } from 'node:child_process';

/** A cold start from a network disk takes a while. */
const limitMs = 30_000;
const mostBytes = 256 * 1024;

/** Renderers that work out of the box, by their preset's name. */
export type KnownRenderer = 'blender' | 'povray' | 'ffmpeg';

interface VersionQuestion {
  readonly argument: string;
  readonly pattern: RegExp;
}

const questions: Readonly<Record<KnownRenderer, VersionQuestion>> = {
  blender: { argument: '--version', pattern: /^Blender (\d+(?:\.\d+)+)/m },
  povray: { argument: '--version', pattern: /^POV-Ray (\d+(?:\.\d+)+)/m },
  ffmpeg: { argument: '-version', pattern: /^ffmpeg version n?(\d+(?:\.\d+)+)/m },
};

/** The version in what a renderer says about itself, as "3.4.1"; null when it is not there. */
export function versionIn(renderer: KnownRenderer, text: string): string | null {
  return questions[renderer].pattern.exec(text)?.[1] ?? null;
}

/** Asks a program for its version; null when it does not run or is none of that kind. */
export function probeVersion(
  renderer: KnownRenderer,
  executablePath: string,
  leadingArguments: readonly string[],
): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      executablePath,
      [...leadingArguments, questions[renderer].argument],
      { timeout: limitMs, maxBuffer: mostBytes, windowsHide: true, killSignal: 'SIGKILL' },
      // POV-Ray says it to standard error, and what a program's end means is its own affair.
      (_error, stdout, stderr) => {
        resolve(versionIn(renderer, `${stdout}\n${stderr}`));
      },
    );
  });
}
