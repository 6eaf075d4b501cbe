import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { DomainError, isDomainError } from '../errors/domain-error.ts';
import { canonicalManifest } from './canonical-manifest.ts';
import { checkManifest } from './check-manifest.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import { createPathBook } from './path-book.ts';
import { checkProjectPath } from './project-path.ts';

const generous = { maxFiles: 100, maxBytes: 1000 };
const sha256 = 'a'.repeat(64);
const otherSha256 = 'b'.repeat(64);

const file = (path: string, change: Partial<ManifestFile> = {}): ManifestFile => ({
  path,
  size: 1,
  sha256,
  ...change,
});

function manifestOf(paths: readonly string[], mainPath = paths[0] ?? ''): Manifest {
  return { mainPath, files: paths.map((path) => file(path)) };
}

function refusalOf(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'Nothing was refused' });
}

const acceptedPaths = [
  'scene.blend',
  'textures/wood.png',
  'Größe/場面 — кадр 1.blend',
  '👩‍🚀/a.png',
  '.hidden',
  'a/.b/c',
  'caf\u00e9.png',
  'console.log',
  'com10/lpt',
  'a b/-b.blend',
  ' leading.png',
  '...dots',
  'output/frame_0001.png',
  `${'a'.repeat(200)}/${'b'.repeat(200)}`,
  'd/'.repeat(32) + 'deep.png',
];

/** Path, reason, what the message says after the path. */
const refusedPaths: [string, string, RegExp][] = [
  ['', 'empty', /no path/],
  [`${'abcdefg/'.repeat(128)}x`, 'path-too-long', /longer than 1024 bytes/],
  [`${'場'.repeat(60)}/`.repeat(10) + 'x', 'path-too-long', /longer than 1024 bytes/],
  ['half\ud83d.png', 'not-unicode', /not valid Unicode/],
  ['C:/scene.blend', 'drive-letter', /drive letter/],
  ['C:\\scene.blend', 'drive-letter', /drive letter/],
  ['c:scene.blend', 'drive-letter', /drive letter/],
  ['/etc/passwd', 'absolute', /absolute/],
  ['//server/share/a.png', 'absolute', /absolute/],
  ['\\\\server\\share\\a.png', 'absolute', /absolute/],
  ['textures\\wood.png', 'backslash', /backslash/],
  ['..\\..\\windows\\system.ini', 'backslash', /backslash/],
  ['cafe\u0301.png', 'not-composed', /NFC/],
  ['d/'.repeat(33) + 'x', 'too-deep', /more than 32 folders/],
  ['a//b.png', 'empty-name', /without a name/],
  ['a/', 'empty-name', /without a name/],
  ['../a.png', 'leads-outside', /leads out/],
  ['a/../../b.png', 'leads-outside', /leads out/],
  ['a/..', 'leads-outside', /leads out/],
  ['..', 'leads-outside', /leads out/],
  ['./a.png', 'dot-name', /named "\."/],
  ['a/./b.png', 'dot-name', /named "\."/],
  ['a\u0000b.png', 'control-character', /control character/],
  ['a\nb.png', 'control-character', /control character/],
  ['a\u0085b.png', 'control-character', /control character/],
  ['scene\u202edneld.exe', 'control-character', /control character/],
  ['a/b:stream', 'forbidden-character', /Windows does not allow/],
  ['what?.png', 'forbidden-character', /Windows does not allow/],
  ['a*b/c.png', 'forbidden-character', /Windows does not allow/],
  ['a./b.png', 'trailing-dot', /ends in a dot/],
  ['....', 'trailing-dot', /ends in a dot/],
  ['a /b.png', 'trailing-space', /ends in a space/],
  ['b.png\u3000', 'trailing-space', /ends in a space/],
  ['CON', 'reserved-name', /reserves for a device/],
  ['textures/nul.png', 'reserved-name', /reserves for a device/],
  ['com1.tar/a.png', 'reserved-name', /reserves for a device/],
  ['LPT³', 'reserved-name', /reserves for a device/],
  ['aux .blend', 'reserved-name', /reserves for a device/],
  ['a'.repeat(201), 'name-too-long', /more than 200 bytes/],
  [`${'場'.repeat(67)}/a.png`, 'name-too-long', /more than 200 bytes/],
];

describe('checkProjectPath', () => {
  for (const path of acceptedPaths) {
    it(`accepts ${JSON.stringify(path.slice(0, 40))}`, () => {
      checkProjectPath(path);
    });
  }
  for (const [path, reason, words] of refusedPaths) {
    it(`refuses ${JSON.stringify(path.slice(0, 40))}: ${reason}`, () => {
      const error = refusalOf(() => {
        checkProjectPath(path);
      });
      assert.equal(error.code, 'project-path-invalid');
      assert.equal(error.details['reason'], reason);
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /\p{Cc}|\u202e/u);
      assert.ok(error.message.length < 400);
    });
  }

  it('has a message of its own for each reason', () => {
    const wordsOf = new Map(refusedPaths.map(([, reason, words]) => [reason, words.source]));
    assert.equal(new Set(wordsOf.values()).size, wordsOf.size);
  });

  it('accepts nothing that leaves its folder, on any platform', () => {
    const nasty = fc.constantFrom('/', '\\', '..', '.', ':', 'C:', '\0', ' ', 'nul', '//', 'a');
    fc.assert(
      fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { maxLength: 8 }), (pieces) => {
        const path = pieces.join('');
        try {
          checkProjectPath(path);
        } catch (error) {
          assert.ok(isDomainError(error, 'project-path-invalid'));
          return;
        }
        assert.equal(posix.resolve('/srv/42', path), `/srv/42/${path}`);
        assert.equal(win32.resolve('D:\\srv', path), `D:\\srv\\${path.replaceAll('/', '\\')}`);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Paths of which the last is refused, the reason, the path that the message begins with, the other one. */
const clashes: [string[], string, RegExp][] = [
  [['a.png', 'a.png'], 'twice', /^"a\.png" is there twice/],
  [['Wood.png', 'wood.PNG'], 'case', /^"wood\.PNG" and "Wood\.png" differ only in upper and lower case/],
  [['textures/a.png', 'Textures/b.png'], 'case', /^"Textures" and "textures" differ/],
  [['x/Ä/a.png', 'x/ä/b.png'], 'case', /differ only in upper and lower case/],
  [['straße.png', 'STRASSE.png'], 'case', /differ only in upper and lower case/],
  [['caf\u00e9.png', 'cafe\u0301.png'], 'composition', /differ only in how their accents are written/],
  [['a', 'a/b.png'], 'file-and-folder', /^"a" is a file, and a folder in "a\/b\.png"/],
  [['a/b.png', 'a'], 'file-and-folder', /^"a" is a file, and a folder in "a\/"/],
  [['a/b/c/d.png', 'A/b'], 'case', /differ only in upper and lower case/],
  [['a/B', 'a/b/c.png'], 'file-and-folder', /is a file, and a folder/],
];

describe('createPathBook', () => {
  for (const [paths, reason, words] of clashes) {
    it(`refuses the last of ${paths.join(', ')}: ${reason}`, () => {
      const book = createPathBook();
      const last = paths.at(-1) ?? '';
      for (const path of paths.slice(0, -1)) book.add(path);
      const error = refusalOf(() => {
        book.add(last);
      });
      assert.equal(error.code, 'project-paths-clash');
      assert.equal(error.details['reason'], reason);
      assert.match(error.message, words);
    });
  }

  it('takes paths that only look alike', () => {
    const book = createPathBook();
    for (const path of ['a/b', 'a/bc', 'a/b.c', 'ab', 'kız.png', 'kiz.png', 'b/a', 'a/d/b']) book.add(path);
  });
});

describe('checkManifest', () => {
  it('adds up what is fine', () => {
    const manifest: Manifest = {
      mainPath: 'shot/scene.blend',
      files: [
        file('shot/scene.blend', { size: 10 }),
        file('shot/wood.png', { size: 20, sha256: otherSha256 }),
        file('shot/same.png', { size: 20, sha256: otherSha256 }),
        file('shot/empty.txt', { size: 0, sha256: 'e'.repeat(64) }),
      ],
    };
    assert.deepEqual(checkManifest(manifest, generous), { fileCount: 4, totalBytes: 50 });
    assert.deepEqual(checkManifest(manifest, { maxFiles: 4, maxBytes: 50 }), {
      fileCount: 4,
      totalBytes: 50,
    });
  });

  const refused: [string, Manifest, string, RegExp][] = [
    ['a main file that is not there', manifestOf(['a.blend'], 'b.blend'), 'main-file-missing', /"b\.blend"/],
    ['a main file in other case', manifestOf(['a.blend'], 'A.blend'), 'main-file-missing', /"A\.blend"/],
    ['a folder as main file', manifestOf(['a/b.blend'], 'a'), 'main-file-missing', /"a"/],
    ['no files at all', manifestOf([]), 'main-file-missing', /""/],
    ['a hostile path', manifestOf(['a.blend', '../b.png']), 'project-path-invalid', /leads out/],
    ['a clash', manifestOf(['a.blend', 'A.blend']), 'project-paths-clash', /upper and lower case/],
    [
      'a hash that is none',
      { mainPath: 'a', files: [file('a', { sha256: 'A'.repeat(64) })] },
      'manifest-invalid',
      /"a" has a hash that is not/,
    ],
    ...[-1, 0.5, NaN, Infinity, 2 ** 53].map((size): [string, Manifest, string, RegExp] => [
      `a size of ${size}`,
      { mainPath: 'a', files: [file('a', { size })] },
      'manifest-invalid',
      /"a" has a size that is not/,
    ]),
    [
      'two sizes of one hash',
      { mainPath: 'a', files: [file('a'), file('b', { size: 2 })] },
      'manifest-invalid',
      /"b" has the hash of another file that has another size/,
    ],
    [
      'more bytes than allowed, together',
      { mainPath: 'a', files: [file('a', { size: 600 }), file('b', { size: 600 })] },
      'project-too-large',
      /larger than the 1000 bytes/,
    ],
    [
      'more files than allowed',
      manifestOf(Array.from({ length: 101 }, (_, index) => `${index}.png`)),
      'project-too-large',
      /more than the 100 files/,
    ],
  ];
  for (const [what, manifest, code, words] of refused) {
    it(`refuses ${what}`, () => {
      const error = refusalOf(() => checkManifest(manifest, generous));
      assert.equal(error.code, code);
      assert.match(error.message, words);
    });
  }

  it('is quick with 100,000 files', () => {
    const paths = Array.from(
      { length: 100_000 },
      (_, index) => `cache/sim ${index % 300}/Frame_${index}.vdb`,
    );
    const startedAt = performance.now();
    const totals = checkManifest(manifestOf(paths), { maxFiles: 100_000, maxBytes: 100_000 });
    assert.deepEqual(totals, { fileCount: 100_000, totalBytes: 100_000 });
    // Far from what comparing each with each would take, also on a busy computer.
    assert.ok(performance.now() - startedAt < 20_000);
  });
});

describe('canonicalManifest', () => {
  it('is the same for the same files in any order, and JSON without spaces', () => {
    const files = [file('b.png', { size: 2 }), file('a/é.png'), file('B.png'), file('a.blend')];
    const expected =
      `{"mainPath":"a.blend","files":[` +
      ['B.png', 'a.blend', 'a/é.png', 'b.png']
        .map((path) => `{"path":"${path}","size":${path === 'b.png' ? 2 : 1},"sha256":"${sha256}"}`)
        .join(',') +
      `]}`;
    assert.equal(canonicalManifest({ mainPath: 'a.blend', files }), expected);
    assert.equal(canonicalManifest({ files: files.toReversed(), mainPath: 'a.blend' }), expected);
    assert.notEqual(canonicalManifest({ files, mainPath: 'B.png' }), expected);
  });
});
