import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, parse, relative, resolve, sep } from 'node:path';
import type { LocalFile } from '@renderonline/client';
import { checkProjectPath, chooseMainFile, DomainError } from '@renderonline/domain';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';

/** What is submitted: files of this computer as a project, or a .zip that RenderAPI unpacks. */
export type LocalProject =
  | { readonly kind: 'files'; readonly main: string; readonly files: readonly LocalFile[] }
  | { readonly kind: 'archive'; readonly filePath: string; readonly main: string | undefined };

interface ProjectChoice {
  /** A file, a folder, or a .zip. */
  readonly path: string;
  /** Files and folders that go along. */
  readonly include: readonly string[];
  /** The file that is rendered, within a folder or a .zip. */
  readonly main: string | undefined;
  /** Of the engines that may be meant, like `.blend`. */
  readonly extensions: readonly string[];
}

/** What systems and programs leave beside the files that people made. */
const leftovers = /^(?:\.git|\.svn|\.hg|\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX|.*\.blend[0-9]+)$/i;

/**
 * Finds the files of a project. Their paths start at the folder that holds all of them: that of the main file, or the
 * nearest one above it that has everything that goes along in it, so that they lie to one another as they do here.
 *
 * @throws CliError
 */
export async function findProject(choice: ProjectChoice): Promise<LocalProject> {
  const { path, include, main, extensions } = choice;
  const facts = await factsOf(path);
  const isArchive = facts.isFile() && /\.zip$/i.test(path) && !extensions.includes('.zip');
  if (isArchive) {
    if (include.length === 0) return { kind: 'archive', filePath: path, main };
    throw refusal(
      'include-with-archive',
      'A .zip takes no --include.',
      'Put the files into it, or give the folder.',
    );
  }
  if (facts.isDirectory()) return projectOfFolder(choice);
  if (!facts.isFile())
    throw refusal('not-a-file', `${path} is no file.`, 'Give a project file, like scene.blend.');
  if (main !== undefined) {
    throw refusal(
      'main-of-file',
      '--main is for folders and .zip files.',
      `Leave it out: ${path} is the main file.`,
    );
  }
  const root = commonFolder([dirname(path), ...(await foldersOf(include))]);
  const files = await listFiles([path, ...include], root);
  return { kind: 'files', main: pathWithin(root, path), files };
}

async function projectOfFolder({ path, include, main, extensions }: ProjectChoice): Promise<LocalProject> {
  const root = commonFolder([path, ...(await foldersOf(include))]);
  const files = await listFiles([path, ...include], root);
  if (main !== undefined) {
    const mainPath = pathWithin(root, resolve(path, main));
    if (files.some((file) => file.path === mainPath)) return { kind: 'files', main: mainPath, files };
    throw refusal(
      'main-file-missing',
      `There is no ${main} in ${path}.`,
      'Name it by its path in the folder.',
    );
  }
  const own = pathWithin(root, path);
  const candidates = files.map((file) => file.path).filter((one) => own === '' || one.startsWith(`${own}/`));
  try {
    return { kind: 'files', main: chooseMainFile(candidates, extensions), files };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw refusal(error.code, error.message, 'Say which file is rendered: --main shot.blend.', error);
  }
}

/** The folder of each thing that goes along: a folder itself, or that which a file is in. */
async function foldersOf(paths: readonly string[]): Promise<string[]> {
  return Promise.all(paths.map(async (path) => ((await factsOf(path)).isDirectory() ? path : dirname(path))));
}

function commonFolder(folders: readonly string[]): string {
  const [first = '', ...others] = folders;
  let common = first;
  for (const folder of others) {
    while (!isWithin(common, folder)) {
      if (common === parse(common).root) {
        throw refusal(
          'no-common-folder',
          `${first} and ${folder} are on different drives.`,
          'Copy what the scene needs to one drive, and save the scene with those paths.',
        );
      }
      common = dirname(common);
    }
  }
  return common;
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function pathWithin(root: string, path: string): string {
  return relative(root, path).split(sep).join('/').normalize('NFC');
}

async function listFiles(paths: readonly string[], root: string): Promise<LocalFile[]> {
  const found = new Map<string, LocalFile>();
  const add = (filePath: string) => {
    const path = pathWithin(root, filePath);
    try {
      checkProjectPath(path);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw refusal(error.code, error.message, 'The farm has machines of several systems.', error);
    }
    found.set(path, { path, filePath });
  };
  for (const path of paths) {
    if ((await factsOf(path)).isDirectory()) await walk(path, add, new Set());
    else add(path);
  }
  return [...found.values()];
}

/** @param above the real folders that lead here: a link to one of them has no end */
async function walk(folder: string, add: (path: string) => void, above: ReadonlySet<string>): Promise<void> {
  const real = await realpath(folder);
  if (above.has(real)) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (leftovers.test(entry.name)) continue;
    const path = join(folder, entry.name);
    // What a link leads to counts; one that leads nowhere does not.
    const facts = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
    if (facts?.isDirectory() === true) await walk(path, add, new Set([...above, real]));
    else if (facts?.isFile() === true) add(path);
  }
}

async function factsOf(path: string) {
  return stat(path).catch((error: unknown) => {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CliError(
      exitCodes.notFound,
      'file-not-found',
      isAbsent ? `There is no file ${path}.` : `${path} cannot be read: ${(error as Error).message}.`,
      { next: 'Check its name, and the folder you are in.', cause: error },
    );
  });
}

function refusal(code: string, message: string, next: string, cause?: unknown): CliError {
  return new CliError(exitCodes.usage, code, message, { next, cause });
}

/** The name by which people know the project. */
export function nameOfProject(project: LocalProject): string {
  return project.kind === 'archive' ? basename(project.filePath) : basename(project.main);
}
