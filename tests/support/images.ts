import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { decode } from 'fast-png';

/** Fails unless the file is a PNG that decodes to its last row and shows more than one flat colour. */
export async function assertPictureIsWhole(path: string): Promise<{ width: number; height: number }> {
  const { width, height, data, channels } = decode(await readFile(path), { checkCrc: true });
  assert.equal(data.length, width * height * channels, `${path} lacks rows`);
  const colours = new Set<number>();
  for (let at = 0; at + 2 < data.length; at += channels) {
    colours.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
  }
  assert.ok(colours.size > 8, `${path} is blank (${colours.size} colours)`);
  return { width, height };
}
