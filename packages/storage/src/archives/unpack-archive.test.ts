import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { suite, test, type TestContext } from 'node:test';
import { isDomainError } from '@renderonline/domain';
import type { ContentStore } from '../contents/content-store.ts';
import { createDirectoryContents } from '../contents/directory-contents.ts';
import { madeZip, type MadeEntry } from '../testing/made-zip.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { archiveInStore } from './archive-bytes.ts';
import { unpackArchive, type UnpackRequest } from './unpack-archive.ts';

const limits = { maxFiles: 100, maxBytes: 10_000_000, maxRatio: 200 };
const scene: MadeEntry = { name: 'scene.blend', content: 'BLENDER' };
const sha256Of = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Case {
  readonly request: UnpackRequest;
  readonly folder: string;
  readonly store: ContentStore;
}

async function caseOf(t: TestContext, zip: Buffer, change: Partial<UnpackRequest> = {}): Promise<Case> {
  const parent = await temporaryFolder(t);
  const folder = join(parent, 'contents');
  const path = join(parent, 'project.zip');
  await writeFile(path, zip);
  const store = createDirectoryContents({ folder, minFreeBytes: 0 });
  return { request: { archive: { path }, store, limits, extensions: ['.blend'], ...change }, folder, store };
}

/** Files below the contents' folder. */
async function storedFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

suite('unpackArchive', () => {
  test('puts every file into the store, once, and lists them', async (t) => {
    const large = randomBytes(1_500_000);
    const zip = madeZip([
      { name: 'shot/', mode: 0o40755 },
      { name: 'shot/scene.blend', content: large, isDeflated: true, mode: 0o100644 },
      { name: 'shot/copy.bin', content: large },
      { name: 'shot/textures\\wood.png', content: 'wood' },
      { name: 'shot/cafe\u0301.txt', content: 'text '.repeat(1000), isDeflated: true },
      { name: 'shot/empty.txt' },
      { name: Buffer.from([0x81, 0x2e, 0x74, 0x78, 0x74]), content: 'code page 437', flags: 0 },
      { name: '大.txt', content: 'UTF-8 without saying so', flags: 0 },
      { name: './dotted.txt', content: 'dotted' },
      { name: '__MACOSX/shot/._scene.blend', content: 'resource fork' },
      { name: 'shot/.DS_Store', content: 'x' },
    ]);
    const { request, folder, store } = await caseOf(t, zip);
    const manifest = await unpackArchive(request);
    assert.equal(manifest.mainPath, 'shot/scene.blend');
    assert.deepEqual(
      manifest.files.map(({ path, size }) => `${path} ${size}`),
      [
        'shot/scene.blend 1500000',
        'shot/copy.bin 1500000',
        'shot/textures/wood.png 4',
        'shot/caf\u00e9.txt 5000',
        'shot/empty.txt 0',
        'ü.txt 13',
        '大.txt 23',
        'dotted.txt 6',
      ],
    );
    assert.equal(manifest.files[0]?.sha256, sha256Of(large));
    for (const { sha256, size } of manifest.files) {
      const content = await buffer((await store.open(sha256)).stream);
      assert.equal(content.length, size);
      assert.equal(sha256Of(content), sha256);
    }
    assert.equal((await storedFiles(folder)).length, manifest.files.length - 1);
  });

  test('reads an archive that lies in a store, here or elsewhere, and stores only what is not there', async (t) => {
    const { request, store } = await caseOf(t, Buffer.alloc(0));
    const zip = madeZip([
      { ...scene, content: randomBytes(300_000), isDeflated: true },
      { name: 'a', content: 'a' },
    ]);
    const { sha256 } = await store.put({ source: Readable.from([zip]), maxBytes: zip.length });
    const put = t.mock.method(store, 'put');
    const first = await unpackArchive({ ...request, archive: await archiveInStore(store, sha256) });
    assert.equal(put.mock.callCount(), 2);
    const remote: ContentStore = { ...store, localPath: () => undefined };
    const second = await unpackArchive({ ...request, archive: await archiveInStore(remote, sha256) });
    assert.deepEqual(second, first);
    assert.equal(put.mock.callCount(), 2);
    await assert.rejects(archiveInStore(store, 'a'.repeat(64)), (error) =>
      isDomainError(error, 'content-not-found'),
    );
  });

  test('is canceled without leaving anything half written', async (t) => {
    const zip = madeZip([{ ...scene, content: randomBytes(3_000_000) }]);
    const canceled = new AbortController();
    const reason = new Error('canceled');
    const { request, folder, store } = await caseOf(t, zip, { signal: canceled.signal });
    t.mock.method(store, 'sizeOf', async () => {
      canceled.abort(reason);
      return undefined;
    });
    await assert.rejects(unpackArchive(request), (error) => error === reason);
    assert.deepEqual(await storedFiles(folder), []);
  });
});

suite('the main file of an archive', () => {
  const cases: [string, string[], string | undefined, string][] = [
    ['the only one', ['a.png', 'scene.blend'], undefined, 'scene.blend'],
    ['in one folder', ['shot/a.png', 'shot/scene.BLEND'], undefined, 'shot/scene.BLEND'],
    ['nearest to the top', ['lib/a.blend', 'lib/b.blend', 'scene.blend'], undefined, 'scene.blend'],
    ['as named', ['a.blend', 'b.blend'], 'b.blend', 'b.blend'],
    ['not hidden, not a backup', ['._scene.blend', 'scene.blend', 'scene.blend1'], undefined, 'scene.blend'],
  ];
  for (const [what, names, mainPath, expected] of cases) {
    test(what, async (t) => {
      const zip = madeZip(names.map((name) => ({ name, content: name })));
      assert.equal((await unpackArchive((await caseOf(t, zip, { mainPath })).request)).mainPath, expected);
    });
  }

  const refused: [string, string[], string | undefined, string, RegExp][] = [
    [
      'two',
      ['b.blend', 'a.blend', 'c/d.blend'],
      undefined,
      'main-file-ambiguous',
      /"a\.blend", "b\.blend"\. Name/,
    ],
    ['none', ['a.png'], undefined, 'main-file-missing', /No file of the project ends in \.blend/],
    ['another', ['a.blend'], 'b.blend', 'main-file-missing', /"b\.blend"/],
    [
      'too many to name',
      Array.from({ length: 12 }, (_, index) => `${index}.blend`),
      undefined,
      'main-file-ambiguous',
      /and 2 more/,
    ],
  ];
  for (const [what, names, mainPath, code, words] of refused) {
    test(`${what}: refused`, async (t) => {
      const zip = madeZip(names.map((name) => ({ name, content: name })));
      const { request, folder } = await caseOf(t, zip, { mainPath });
      await assert.rejects(unpackArchive(request), (error) => {
        assert.ok(isDomainError(error));
        assert.equal(error.code, code);
        assert.match(error.message, words);
        return true;
      });
      assert.deepEqual(await storedFiles(folder), []);
    });
  }
});

suite('unpackArchive refuses, and leaves nothing of', () => {
  const zeros = Buffer.alloc(1_000_000);
  const small = madeZip([scene, { name: 'a.txt', content: 'a'.repeat(100) }]);
  /** What, the archive, the error's code, its reason, what it says. */
  const refused: [string, Buffer, string, string | undefined, RegExp][] = [
    ['no archive', Buffer.from('BLENDER-v300'), 'archive-invalid', 'structure', /cannot be read as a ZIP/],
    ['nothing', Buffer.alloc(0), 'archive-invalid', 'structure', /cannot be read as a ZIP/],
    ['half an archive', small.subarray(0, 100), 'archive-invalid', 'structure', /cannot be read as a ZIP/],
    ['an empty archive', madeZip([]), 'archive-invalid', 'empty', /has no files/],
    ['folders alone', madeZip([{ name: 'a/' }]), 'archive-invalid', 'empty', /has no files/],
    [
      'a directory with fewer entries than it says',
      madeZip([scene], { entryCount: 2 }),
      'archive-invalid',
      'structure',
      /cannot be read as a ZIP/,
    ],
    ['..', madeZip([scene, { name: '../a' }]), 'project-path-invalid', 'leads-outside', /leads out/],
    [
      '.. with backslashes',
      madeZip([scene, { name: 'a\\..\\..\\b' }]),
      'project-path-invalid',
      'leads-outside',
      /leads out/,
    ],
    ['a folder ..', madeZip([scene, { name: '../' }]), 'project-path-invalid', 'leads-outside', /leads out/],
    [
      'an absolute path',
      madeZip([scene, { name: '/etc/x' }]),
      'project-path-invalid',
      'absolute',
      /absolute/,
    ],
    [
      'a network path',
      madeZip([scene, { name: '\\\\nas\\x' }]),
      'project-path-invalid',
      'absolute',
      /absolute/,
    ],
    ['a drive', madeZip([scene, { name: 'C:\\x' }]), 'project-path-invalid', 'drive-letter', /drive letter/],
    [
      'a device of Windows',
      madeZip([scene, { name: 'a/NUL.txt' }]),
      'project-path-invalid',
      'reserved-name',
      /reserves/,
    ],
    ['a nameless file', madeZip([scene, { name: '' }]), 'project-path-invalid', 'empty', /no path/],
    [
      'a zero byte',
      madeZip([scene, { name: 'a\0b' }]),
      'project-path-invalid',
      'control-character',
      /control character/,
    ],
    [
      'names by case',
      madeZip([scene, { name: 'Scene.blend' }]),
      'project-paths-clash',
      'case',
      /upper and lower case/,
    ],
    ['a name twice', madeZip([scene, scene]), 'project-paths-clash', 'twice', /there twice/],
    [
      'names by composition',
      madeZip([scene, { name: '\u00e9.png' }, { name: 'e\u0301.png' }]),
      'project-paths-clash',
      'composition',
      /how their accents are written/,
    ],
    [
      'a file as folder',
      madeZip([scene, { name: 'scene.blend/x' }]),
      'project-paths-clash',
      'file-and-folder',
      /is a file/,
    ],
    [
      'a symbolic link',
      madeZip([scene, { name: 'l', content: '/etc/passwd', mode: 0o120777 }]),
      'archive-entry-refused',
      'link',
      /"l" in the archive is a link/,
    ],
    [
      'a link of Windows',
      madeZip([scene, { name: 'l', dosAttributes: 0x400 }]),
      'archive-entry-refused',
      'link',
      /is a link/,
    ],
    [
      'a device',
      madeZip([scene, { name: 'd', mode: 0o020666 }]),
      'archive-entry-refused',
      'device',
      /a device or a pipe/,
    ],
    [
      'a pipe',
      madeZip([scene, { name: 'p', mode: 0o010666 }]),
      'archive-entry-refused',
      'device',
      /a device or a pipe/,
    ],
    [
      'an encrypted file',
      madeZip([scene, { name: 'e', flags: 0x801 }]),
      'archive-entry-refused',
      'encrypted',
      /password/,
    ],
    [
      'one by AES',
      madeZip([scene, { name: 'e', method: 99 }]),
      'archive-entry-refused',
      'encrypted',
      /password/,
    ],
    [
      'LZMA',
      madeZip([scene, { name: 'z', method: 14 }]),
      'archive-entry-refused',
      'compression',
      /method 14/,
    ],
    [
      'files in one another',
      madeZip([scene, { name: 'a', content: 'a', offset: 0 }]),
      'archive-entry-refused',
      'overlap',
      /overlaps with/,
    ],
    [
      'a header that is none',
      madeZip([scene, { name: 'a', content: 'PKPKPKPK', offset: 50 }]),
      'archive-entry-refused',
      'header',
      /has no header/,
    ],
    [
      'a file that says to be smaller than it is',
      madeZip([scene, { name: 'a', content: 'a'.repeat(100), size: 10, isDeflated: true }]),
      'archive-bomb',
      'size',
      /larger than the archive says/,
    ],
    [
      'a large one that says so',
      madeZip([scene, { name: 'a', content: randomBytes(600_000), size: 599_999, isDeflated: true }]),
      'archive-bomb',
      'size',
      /larger than the archive says/,
    ],
    [
      'a file that says to be larger than it is',
      madeZip([scene, { name: 'a', content: 'a', size: 2, isDeflated: true }]),
      'archive-invalid',
      'damaged',
      /"a" cannot be unpacked/,
    ],
    [
      'a wrong checksum',
      madeZip([scene, { name: 'a', content: 'a', crc: 1 }]),
      'archive-invalid',
      'damaged',
      /damaged/,
    ],
    [
      'data that are not compressed',
      madeZip([scene, { name: 'a', content: 'not deflated', method: 8 }]),
      'archive-invalid',
      'damaged',
      /damaged/,
    ],
    [
      'large data that are not compressed',
      madeZip([scene, { name: 'a', content: Buffer.alloc(600_000, 0xff), method: 8 }]),
      'archive-invalid',
      'damaged',
      /damaged/,
    ],
    [
      'data beyond the end',
      madeZip([scene, { name: 'a', content: 'a', compressedSize: 1_000_000, size: 1_000_000 }]),
      'archive-invalid',
      'cut-off',
      /ends in the middle/,
    ],
    [
      'a large file without any data',
      madeZip([scene, { name: 'a', compressedSize: 0, size: 1_000_000 }]),
      'archive-invalid',
      'damaged',
      /"a" cannot be unpacked/,
    ],
    [
      'too many bytes',
      madeZip([
        scene,
        ...Array.from({ length: 11 }, (_, i) => ({ name: `${i}`, content: zeros, isDeflated: true })),
      ]),
      'project-too-large',
      'bytes',
      /larger than the 10000000 bytes/,
    ],
    [
      'too many files',
      madeZip([scene, ...Array.from({ length: 100 }, (_, index) => ({ name: `${index}` }))]),
      'project-too-large',
      'files',
      /more than the 100 files/,
    ],
    [
      'too many entries',
      madeZip([scene], { entryCount: 201 }),
      'archive-bomb',
      'entries',
      /says that it has 201 entries/,
    ],
  ];
  for (const [what, zip, code, reason, words] of refused) {
    test(what, async (t) => {
      const { request, folder } = await caseOf(t, zip);
      await assert.rejects(unpackArchive(request), (error) => {
        if (!isDomainError(error)) throw error;
        assert.equal(error.code, code);
        assert.equal(error.details['reason'], reason);
        assert.match(error.message, words);
        return true;
      });
      assert.deepEqual(await storedFiles(folder), []);
    });
  }

  test('what is compressed too well to be a project', async (t) => {
    const entries = Array.from({ length: 70 }, (_, index) => ({
      name: `${index}.raw`,
      content: zeros,
      isDeflated: true,
    }));
    const generous = { ...limits, maxBytes: 2 ** 40 };
    const { request, folder } = await caseOf(t, madeZip([scene, ...entries]), { limits: generous });
    await assert.rejects(unpackArchive(request), (error) => {
      assert.ok(isDomainError(error, 'archive-bomb'));
      assert.match(error.message, /more than 200 times as large/);
      return true;
    });
    assert.deepEqual(await storedFiles(folder), []);
  });
});
