import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

/** So many files of one size. */
export interface FileSet {
  readonly title: string;
  readonly count: number;
  readonly bytesEach: number;
}

const mebibyte = 2 ** 20;

/** Writes files of which each is another; the first is `0.bin`. @returns their folder */
export async function makeFiles(root: string, { title, count, bytesEach }: FileSet): Promise<string> {
  const folder = join(root, `made ${title}`);
  await mkdir(folder);
  const block = randomBytes(Math.min(bytesEach, 8 * mebibyte));
  let blocks = 0;
  for (let index = 0; index < count; index++) {
    const file = await open(join(folder, `${index}.bin`), 'wx');
    for (let written = 0; written < bytesEach; written += block.length) {
      blocks += 1;
      block.writeUInt32LE(blocks, 0);
      await file.write(block, 0, Math.min(block.length, bytesEach - written));
    }
    await file.close();
  }
  return folder;
}
