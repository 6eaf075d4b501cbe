import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { createDirectoryContents } from '../contents/directory-contents.ts';
import { requireUnzip } from '../testing/unzip.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { unpackArchive } from './unpack-archive.ts';

/** As a file, then as a stream that cannot go back: sizes follow the data there, and 64-bit fields are used. */
const makeScript = `
import io, sys, zipfile
class Stream(io.RawIOBase):
    def __init__(self, file): self.file = file
    def writable(self): return True
    def write(self, data): return self.file.write(data)
with open(sys.argv[1], "wb") as file:
    target = file if sys.argv[2] == "file" else Stream(file)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("shot")
        archive.writestr("shot/scene.blend", b"BLENDER" * 200000)
        for index in range(150):
            archive.writestr(f"shot/cache {index % 7}/Gr\\u00f6\\u00dfe_{index:04}.vdb", f"frame {index} " * 20)
        with archive.open("shot/forced64.bin", "w", force_zip64=True) as entry:
            entry.write(b"x" * 1000)
`;

requireUnzip();

for (const kind of ['file', 'stream'] as const) {
  test(`an archive of many files by Python, written as a ${kind}`, async (t) => {
    const folder = await temporaryFolder(t);
    const path = join(folder, 'project.zip');
    execFileSync('python3', ['-c', makeScript, path, kind]);
    const store = createDirectoryContents({ folder: join(folder, 'contents'), minFreeBytes: 0 });
    const limits = { maxFiles: 152, maxBytes: 10_000_000, maxRatio: 200 };
    const manifest = await unpackArchive({ archive: { path }, store, limits, extensions: ['.blend'] });
    assert.equal(manifest.mainPath, 'shot/scene.blend');
    assert.equal(manifest.files.length, 152);
    assert.equal(manifest.files[0]?.size, 1_400_000);
    assert.equal(manifest.files[8]?.path, 'shot/cache 0/Größe_0007.vdb');
    assert.equal((await Array.fromAsync(store.list())).length, 152);
  });
}
