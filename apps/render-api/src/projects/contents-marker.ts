import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentsMarkerName } from '@renderonline/contract';
import { makeFolder } from '@renderonline/runtime';

/**
 * The id of a folder of contents, from a file in it that is made when it is not there: whoever can read it there sees
 * this very folder.
 *
 * @throws the system's error when the folder cannot be written to
 */
export async function markContents(folder: string): Promise<string> {
  const path = join(folder, contentsMarkerName);
  const known = await readMarker(path);
  if (known !== undefined) return known;
  await makeFolder(folder);
  const id = randomUUID();
  const aside = `${path}-${id}`;
  await writeFile(aside, `${id}\n`, { flush: true });
  try {
    // Of two RenderAPIs that start at once, the first one's stays.
    await link(aside, path);
    return id;
  } catch (error) {
    const other = await readMarker(path);
    if (other === undefined) throw error;
    return other;
  } finally {
    await rm(aside, { force: true });
  }
}

async function readMarker(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const id = text.trim();
  return /^[\w-]{1,64}$/.test(id) ? id : undefined;
}
