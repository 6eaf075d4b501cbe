import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { findExecutable } from '@renderonline/engines';
import { CliError } from '../io/cli-error.ts';
import { canAsk, type CliIo } from '../io/cli-io.ts';
import { exitCodes } from '../io/exit-code.ts';
import { printLine } from '../commands/print.ts';
import { askYesNo } from '../terminal/ask.ts';
import {
  blenderInstallation,
  installationLine,
  programsToLookFor,
  type BlenderInstallation,
} from './blender-installation.ts';
import { runVisibly } from './run-visibly.ts';

export interface BlenderWish {
  /** --blender */
  readonly path?: string;
  /** --yes */
  readonly yes: boolean;
}

const downloadPage = 'https://www.blender.org/download/';

/**
 * Blender's executable: the one that was named, or the one in PATH or a usual place, or a new one that the
 * person agrees to install.
 *
 * @throws CliError (code 9) with the line that installs it
 */
export async function requireBlender(io: CliIo, { path, yes }: BlenderWish): Promise<string> {
  if (path !== undefined) return named(resolve(io.cwd, path));
  const found = await findExecutable('blender', { env: io.env });
  if (found !== undefined) return found;
  const installation = blenderInstallation(await platformFacts(io));
  if (installation === undefined) {
    throw missing('Blender is not installed here.', `Get it from ${downloadPage}, then give --blender PATH.`);
  }
  const line = installationLine(installation);
  const isWanted = yes || (canAsk(io) && (await isAgreed(io, line)));
  if (!isWanted) {
    throw missing('Blender is not installed here.', `Install it: ${line}   (or run this again with --yes)`);
  }
  await install(io, installation);
  const installed = await findExecutable('blender', { env: io.env });
  if (installed !== undefined) return installed;
  throw missing('Blender was installed but cannot be found.', 'Open a new terminal, or give --blender PATH.');
}

async function named(path: string): Promise<string> {
  try {
    await access(path, constants.X_OK);
    return path;
  } catch (error) {
    throw new CliError(
      exitCodes.rendererMissing,
      'engine-program-missing',
      `${path} is not a program that can be run.`,
      {
        next: 'Give --blender the path of the Blender program itself.',
        cause: error,
      },
    );
  }
}

async function isAgreed(io: CliIo, line: string): Promise<boolean> {
  printLine(io, 'Blender is not installed here. This would install it:');
  printLine(io, `  ${line}`);
  return askYesNo(io, 'Install Blender now?');
}

async function install(io: CliIo, installation: BlenderInstallation): Promise<void> {
  for (const step of installation.steps) {
    printLine(io, `Running ${step.join(' ')}`);
    const code = await runVisibly(step, io.signal);
    if (code === 0) continue;
    throw missing(
      `Installing Blender failed: ${step.join(' ')} ended with code ${code}.`,
      `Install it yourself (${installationLine(installation)}, or from ${downloadPage}), then start again.`,
    );
  }
}

function missing(message: string, next: string): CliError {
  return new CliError(exitCodes.rendererMissing, 'engine-program-missing', message, { next });
}

async function platformFacts(io: CliIo) {
  const folders = (io.env['PATH'] ?? io.env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const programs = new Set<string>();
  for (const program of programsToLookFor) {
    const fileName = process.platform === 'win32' ? `${program}.exe` : program;
    for (const folder of folders) {
      if (await isFile(join(folder, fileName))) programs.add(program);
    }
  }
  return { platform: process.platform, isRoot: process.getuid?.() === 0, programs };
}

async function isFile(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
