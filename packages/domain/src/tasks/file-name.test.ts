import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { isDomainError } from '../errors/domain-error.ts';
import { extensionOf, hasExtension, maxFileNameBytes, sanitizeFileName } from './file-name.ts';

const accepted: [string, string][] = [
  ['scene.blend', 'scene.blend'],
  ['/home/ann/scene.blend', 'scene.blend'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\windows\\system.ini', 'system.ini'],
  ['C:\\Users\\Ann\\My Scene.blend', 'My Scene.blend'],
  ['C:scene.blend', 'scene.blend'],
  ['\\\\server\\share\\scene.blend', 'scene.blend'],
  ['file:///home/ann/my%20scene.blend', 'my scene.blend'],
  ['file:///C:/Users/Ann/scene.blend', 'scene.blend'],
  ['file:/home/ann/a%20b.blend', 'a b.blend'],
  ['file:///home/ann/%E5%A0%B4%E9%9D%A2.blend', '場面.blend'],
  ['file:///home/ann/%2e%2e%2fpasswd', 'passwd'],
  ['file:///home/ann/..%5c..%5cevil.blend', 'evil.blend'],
  ['file:///home/ann/100%.blend', '100%.blend'],
  ['file:///home/ann/%ff%20x.blend', '%ff%20x.blend'],
  ['my%20scene.blend', 'my%20scene.blend'],
  ['場面 — кадр 1.blend', '場面 — кадр 1.blend'],
  ['cafe\u0301.blend', 'caf\u00e9.blend'],
  ['👩‍🚀.blend', '👩‍🚀.blend'],
  ['a<b>c:d"e|f?g*.blend', 'a_b_c_d_e_f_g_.blend'],
  ['a\u0000b\nc\u007fd\u0085.blend', 'a_b_c_d_.blend'],
  ['scene\u202edneld.exe', 'scene_dneld.exe'],
  ['half\ud83d.blend', 'half_.blend'],
  ['scene.blend:stream', 'scene.blend_stream'],
  [' .scene.blend. . ', 'scene.blend'],
  ['.incoming', 'incoming'],
  ['output', '_output'],
  ['Output', '_Output'],
  ['output.blend', 'output.blend'],
  ['CON', '_CON'],
  ['nul.blend', '_nul.blend'],
  ['com1.tar.gz', '_com1.tar.gz'],
  ['LPT³', '_LPT³'],
  ['aux .blend', '_aux .blend'],
  ['console.blend', 'console.blend'],
  ['-b.blend', '-b.blend'],
];

describe('sanitizeFileName', () => {
  for (const [raw, expected] of accepted) {
    it(`${JSON.stringify(raw)} → ${expected}`, () => {
      assert.equal(sanitizeFileName(raw), expected);
    });
  }

  for (const raw of [
    '',
    '.',
    '..',
    '...',
    ' ',
    '/',
    'a/',
    'a\\',
    '/..',
    'C:',
    'C:\\',
    'file:///',
    'file:///%2e%2e',
    '\u3000',
  ]) {
    it(`refuses ${JSON.stringify(raw)}`, () => {
      assert.throws(
        () => sanitizeFileName(raw),
        (error: unknown) => isDomainError(error, 'file-name-invalid'),
      );
    });
  }

  it('shortens to the limit in bytes and keeps the extension', () => {
    for (const letter of ['a', 'é', '場', '👩']) {
      const name = sanitizeFileName(`${letter.repeat(300)}.blend`);
      const bytes = Buffer.byteLength(name);
      assert.ok(bytes <= maxFileNameBytes && bytes > maxFileNameBytes - 4, `${bytes}`);
      assert.ok(name.endsWith(`${letter}.blend`));
    }
  });

  it('does not keep an extension that is a sentence', () => {
    const name = sanitizeFileName(`a.${'b '.repeat(300)}`);
    assert.ok(Buffer.byteLength(name) <= maxFileNameBytes);
    assert.equal(name, name.trim());
  });

  it('is quick with hostile names', () => {
    const startedAt = performance.now();
    for (const piece of ['.', ' ', '%2e', '/', '%ff', '. ']) {
      assert.equal(typeof sanitizeFileName(`file://${piece.repeat(50_000)}x`), 'string');
    }
    assert.ok(performance.now() - startedAt < 1000);
  });

  it('never leaves its folder, on any platform, and leaves safe names alone', () => {
    const nasty = fc.constantFrom(
      '/',
      '\\',
      '..',
      '.',
      ':',
      '%2f',
      '%5C',
      'file:///',
      'C:',
      '\0',
      ' ',
      'nul',
      'con.',
      'output',
    );
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), nasty);
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 8 }).map((pieces) => pieces.join('')),
        (raw) => {
          let name: string;
          try {
            name = sanitizeFileName(raw);
          } catch (error) {
            assert.ok(isDomainError(error, 'file-name-invalid'));
            return;
          }
          assert.equal(posix.resolve('/srv/7/42', name), `/srv/7/42/${name}`);
          assert.equal(win32.resolve('D:\\srv\\42', name), `D:\\srv\\42\\${name}`);
          assert.doesNotMatch(name, /\p{Cc}|[<>:"|?*/\\]|^[.\s]|[.\s]$/u);
          assert.ok(name.isWellFormed());
          assert.ok(Buffer.byteLength(name) <= maxFileNameBytes);
          assert.notEqual(name.toLowerCase(), 'output');
          assert.doesNotMatch(name, /^(?:con|nul)(?:\.|$)/i);
          assert.equal(name.normalize('NFC'), name);
          assert.equal(sanitizeFileName(name), name);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('extensionOf and hasExtension', () => {
  const extensions: [string, string][] = [
    ['scene.blend', '.blend'],
    ['a.tar.gz', '.gz'],
    ['scene', ''],
    ['scene.', ''],
    ['.blend', ''],
    ['Scene.BLEND', '.BLEND'],
  ];
  for (const [name, expected] of extensions) {
    it(`the extension of ${name} is "${expected}"`, () => {
      assert.equal(extensionOf(name), expected);
    });
  }

  const comparisons: [string, string, boolean][] = [
    ['scene.blend', '.blend', true],
    ['scene.BLEND', '.blend', true],
    ['scene.blend', '.Blend', true],
    ['scene.blend', 'blend', true],
    ['scene.txt', '.blend', false],
    ['sceneblend', '.blend', false],
    ['scene.blend.txt', '.blend', false],
    ['.blend', '.blend', false],
    ['a.tar.gz', '.tar.gz', true],
    ['scene', '', true],
    ['scene.blend', '', false],
  ];
  for (const [name, extension, expected] of comparisons) {
    it(`${name} has "${extension}": ${expected}`, () => {
      assert.equal(hasExtension(name, extension), expected);
    });
  }
});
