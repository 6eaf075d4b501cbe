import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a page needs before an English reader sees the list of tasks: the shell, and what it says. */
const sources = ['index.html', 'src/texts/en/common.ts', 'src/texts/en/tasks.ts'];

/** More than that, compressed, is more than a page may need. */
export const firstViewLimitBytes = 250_000;
/** More files than that wait for one another: browsers open six connections to a server. */
export const firstViewLimitFiles = 30;

/** As RenderAPI sends them, without the heads of its answers. */
export interface ScriptSize {
  /** Within the folder of the build: `assets/shell-B4Xc.js`. */
  readonly files: readonly string[];
  readonly bytes: number;
}

interface ManifestEntry {
  readonly file: string;
  readonly imports?: readonly string[];
}

type Manifest = Readonly<Record<string, ManifestEntry>>;

/**
 * The scripts of the first view.
 *
 * @param dist the folder of a build
 * @throws Error when it is none, or when the first view is made of something else by now
 */
export function firstViewScripts(dist: string): ScriptSize {
  const manifest = readManifest(dist);
  const files = new Set<string>();
  const add = (key: string): void => {
    const entry = manifest[key];
    if (entry === undefined) throw new Error(`The build has no ${key}: what is the first view made of now?`);
    if (files.has(entry.file)) return;
    files.add(entry.file);
    entry.imports?.forEach(add);
  };
  sources.forEach(add);
  return sizeOf(dist, files);
}

/** The scripts of all pages together. @param dist the folder of a build @throws Error when it is none */
export function allScripts(dist: string): ScriptSize {
  const files = Object.values(readManifest(dist)).map(({ file }) => file);
  return sizeOf(dist, new Set(files.filter((file) => file.endsWith('.js'))));
}

function readManifest(dist: string): Manifest {
  return JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as Manifest;
}

function sizeOf(dist: string, names: ReadonlySet<string>): ScriptSize {
  const files = [...names];
  return { files, bytes: files.reduce((sum, file) => sum + bytesAsSent(join(dist, file)), 0) };
}

/** Small files have no compressed form beside them. */
function bytesAsSent(path: string): number {
  try {
    return readFileSync(`${path}.br`).length;
  } catch {
    return readFileSync(path).length;
  }
}
