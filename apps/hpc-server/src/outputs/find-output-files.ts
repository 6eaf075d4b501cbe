import { readdir, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isOutputName } from '@renderonline/contract/link';
import { sanitizeFileName } from '@renderonline/domain';

/** More than any renderer writes for the frames of one lease; a runaway one must not fill our memory. */
const mostFiles = 100_000;
/** As deep as names of outputs may be. */
const deepest = 8;

/** A file in a lease's output folder. */
export interface RenderedFile {
  readonly path: string;
  /** Relative to the folder, with `/`; made safe where the renderer's own name is not. */
  readonly name: string;
  readonly size: number;
}

/** All plain files below a folder, sorted by name. Links and pipes are none; a folder that is gone has none. */
export async function findOutputFiles(folder: string): Promise<RenderedFile[]> {
  const found: RenderedFile[] = [];
  await walk(folder, [], found);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function walk(folder: string, above: readonly string[], found: RenderedFile[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(ignoreMissing);
  for (const entry of entries ?? []) {
    const path = join(folder, entry.name);
    const segments = [...above, entry.name];
    if (found.length >= mostFiles) return;
    if (entry.isDirectory() && segments.length < deepest) await walk(path, segments, found);
    if (!entry.isFile()) continue;
    const name = nameOf(segments);
    const facts = await lstat(path).catch(ignoreMissing);
    if (name !== undefined && facts?.isFile() === true) found.push({ path, name, size: facts.size });
  }
}

/** @returns undefined when nothing that may be a name is left of it. */
function nameOf(segments: readonly string[]): string | undefined {
  const name = segments.join('/');
  if (isOutputName(name)) return name;
  try {
    const safe = segments.map((segment) => sanitizeFileName(segment)).join('/');
    return isOutputName(safe) ? safe : undefined;
  } catch {
    return undefined;
  }
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}
