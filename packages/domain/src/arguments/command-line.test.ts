import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { joinCommandLine, splitCommandLine } from './command-line.ts';

describe('splitCommandLine', () => {
  const table: [string, string[]][] = [
    ['', []],
    ['  \t ', []],
    ['a b\tc', ['a', 'b', 'c']],
    ['  a   b  ', ['a', 'b']],
    [
      'blender -b /srv/a.blend -s 1 -e 100 -a',
      ['blender', '-b', '/srv/a.blend', '-s', '1', '-e', '100', '-a'],
    ],
    ['"a b" c', ['a b', 'c']],
    ['a" "b', ['a b']],
    ['""', ['']],
    ['a "" b', ['a', '', 'b']],
    ['"a""b"', ['a"b']],
    ['"a"" b', ['a" b']],
    ['"""', ['"']],
    ['a""b', ['ab']],
    [String.raw`C:\dir\file.blend`, ['C:\\dir\\file.blend']],
    [String.raw`"C:\my dir\\" x`, ['C:\\my dir\\', 'x']],
    [String.raw`a\"b`, ['a"b']],
    [String.raw`a\\"b c"`, ['a\\b c']],
    [String.raw`a\\\"b`, ['a\\"b']],
    [String.raw`\\server\share`, ['\\\\server\\share']],
    [String.raw`a\ b`, ['a\\', 'b']],
    ['a\\', ['a\\']],
    ['"open end', ['open end']],
    ["'a b'", ["'a", "b'"]],
    ['a\nb', ['a\nb']],
    ['$HOME `x` *', ['$HOME', '`x`', '*']],
  ];
  for (const [text, args] of table) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(splitCommandLine(text), args);
    });
  }
});

describe('joinCommandLine', () => {
  const table: [string[], string][] = [
    [[], ''],
    [['blender', '-b', '/srv/a.blend'], 'blender -b /srv/a.blend'],
    [['a b', ''], '"a b" ""'],
    [['C:\\my dir\\', 'C:\\dir\\'], String.raw`"C:\my dir\\" C:\dir\ `.trimEnd()],
    [['say "hi"'], String.raw`"say \"hi\""`],
    [['a\\"b'], String.raw`"a\\\"b"`],
    [["it's"], "it's"],
  ];
  for (const [args, text] of table) {
    it(text === '' ? 'nothing' : text, () => {
      assert.equal(joinCommandLine(args), text);
    });
  }

  it('is undone by splitCommandLine, whatever the arguments hold', () => {
    const nasty = fc.string({ unit: fc.constantFrom('"', '\\', ' ', '\t', '\n', "'", 'a', '$', '\u00a0') });
    fc.assert(
      fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' }))), (args) => {
        assert.deepEqual(splitCommandLine(joinCommandLine(args)), args);
      }),
      { numRuns: 2000 },
    );
  });
});
