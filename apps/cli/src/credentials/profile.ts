import { mkdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes } from '../io/exit-code.ts';

/** Where a farm is and who one is there: the profile file. */
export interface Profile {
  readonly address: string;
  readonly email: string;
  readonly token: string;
}

export interface FoundProfile {
  readonly path: string;
  readonly profile: Profile;
}

/** The user's own profile: RENDERONLINE_PROFILE, else in the folder where this system keeps settings. */
export function ownProfilePath(io: CliIo): string {
  const named = io.env['RENDERONLINE_PROFILE'];
  if (named !== undefined && named !== '') return resolve(io.cwd, named);
  const settings =
    process.platform === 'win32'
      ? (io.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'))
      : (io.env['XDG_CONFIG_HOME'] ?? join(io.env['HOME'] ?? homedir(), '.config'));
  return join(settings, 'renderonline', 'profile.json');
}

/** The profile that quickstart leaves in a folder. */
export function farmProfilePath(farmDirectory: string): string {
  return join(farmDirectory, 'profile.json');
}

/**
 * Looks for a profile: the named file (it must be there), RENDERONLINE_PROFILE, the quickstart farm of this
 * folder, the user's own.
 */
export async function findProfile(io: CliIo, named?: string): Promise<FoundProfile | undefined> {
  if (named !== undefined) return readProfile(resolve(io.cwd, named), true);
  const fromEnvironment = io.env['RENDERONLINE_PROFILE'];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return readProfile(ownProfilePath(io), true);
  return (
    (await readProfile(farmProfilePath(join(io.cwd, '.renderonline')), false)) ??
    (await readProfile(ownProfilePath(io), false))
  );
}

/** Writes a profile that only its owner can read. */
export async function writeProfile(path: string, profile: Profile): Promise<void> {
  const { writeFileAtomically } = await import('@renderonline/runtime');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileAtomically(path, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600 });
}

async function readProfile(path: string, mustExist: boolean): Promise<FoundProfile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!mustExist && isMissing(error)) return undefined;
    throw profileError(path, `cannot be read: ${(error as Error).message}`, error);
  }
  await requireOwn(path);
  return { path, profile: parseProfile(path, text) };
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

// A profile decides where projects and the token are sent: one that others could have written is not obeyed.
async function requireOwn(path: string): Promise<void> {
  if (process.platform === 'win32' || process.getuid === undefined) return;
  const { uid, mode } = await stat(path);
  if (uid !== process.getuid() && uid !== 0) throw profileError(path, 'belongs to another user');
  if ((mode & 0o077) !== 0) {
    throw new CliError(exitCodes.credentials, 'profile-not-private', `Others can read ${path}.`, {
      next: `It holds a token. Run: chmod 600 '${path}'`,
    });
  }
}

function parseProfile(path: string, text: string): Profile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw profileError(path, 'is not JSON', error);
  }
  const { address, email, token } = (value ?? {}) as Record<string, unknown>;
  if (typeof address !== 'string' || typeof email !== 'string' || typeof token !== 'string') {
    throw profileError(path, 'lacks address, email or token');
  }
  return { address, email, token };
}

function profileError(path: string, problem: string, cause?: unknown): CliError {
  return new CliError(exitCodes.credentials, 'profile-invalid', `The profile ${path} ${problem}.`, {
    next: 'Make it anew with `renderonline login`, or name another with --profile.',
    cause,
  });
}
