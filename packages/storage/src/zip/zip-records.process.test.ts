import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { checkArchive, listArchive } from '../testing/unzip.ts';
import { createCentralDirectory } from './central-directory.ts';
import { localHeader, type ZipEntry } from './zip-records.ts';

function archiveOf(count: number, modifiedAtMs: number): Buffer {
  const directory = createCentralDirectory();
  const content = Buffer.from('x');
  const data = { crc32: crc32(content), compressedSize: 1, size: 1 };
  const parts: Buffer[] = [];
  let offset = 0;
  for (let index = 0; index < count; index += 1) {
    const name = Buffer.from(`f_${index}.png`);
    const entry: ZipEntry = {
      name,
      modifiedAtMs,
      isDeflated: false,
      isDescribedAfter: false,
      isZip64: false,
    };
    const header = localHeader(entry, data);
    directory.add(entry, data, offset);
    parts.push(header, content);
    offset += header.length + 1;
  }
  return Buffer.concat([...parts, ...directory.bytes(offset)]);
}

for (const count of [0, 1, 65_534, 65_535, 65_536, 70_000]) {
  test(`an archive of ${count} files is read as such`, async (t) => {
    const path = join(await temporaryFolder(t), 'archive.zip');
    await writeFile(path, archiveOf(count, Date.UTC(2026, 10, 23)));
    assert.equal(listArchive(path).length, count);
    if (count > 0) checkArchive(path);
  });
}

test('times that the format does not know become the nearest', async (t) => {
  for (const time of [-1e15, 0, Date.UTC(1979, 11, 31), Date.UTC(2040, 0, 1), Date.UTC(2200, 0, 1), 8e15]) {
    const path = join(await temporaryFolder(t), 'archive.zip');
    await writeFile(path, archiveOf(1, time));
    checkArchive(path);
  }
});
