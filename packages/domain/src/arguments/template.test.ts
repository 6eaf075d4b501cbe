import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { isDomainError } from '../errors/domain-error.ts';
import type { ErrorCode } from '../errors/error-catalogue.ts';
import { requiredPlaceholders, templatePlaceholders, templateTakesFrames } from './argument-template.ts';
import { splitCommandLine } from './command-line.ts';
import { expandTemplate } from './expand-template.ts';
import { parseTemplate } from './parse-template.ts';

const names = new Set(['start', 'start_frame', 'end_frame', 'output_format', 'scene', 'width', 'height']);
const specimen = {
  '@uploaded_file': '/srv/1/638/my scene.blend',
  '@output_directory': '/srv/1/638/output',
  '@input_directory': '/srv/1/638',
  start: 'S',
  start_frame: '1',
  end_frame: '100',
};

function expand(text: string, values: Readonly<Record<string, string>> = specimen, known = names): string[] {
  return expandTemplate(parseTemplate(text, known), new Map(Object.entries(values)));
}

function refusal(code: ErrorCode, name?: string) {
  return (error: unknown) =>
    isDomainError(error, code) &&
    (name === undefined || (error.message.includes(name) && Object.values(error.details).includes(name)));
}

describe('templates', () => {
  const table: [string, string[]][] = [
    [
      'blender -b $RENDERONLINE:@uploaded_file -s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame -a',
      ['blender', '-b', '/srv/1/638/my scene.blend', '-s', '1', '-e', '100', '-a'],
    ],
    ['', []],
    [' \n a \t b\r\nc ', ['a', 'b', 'c']],
    ['$RENDERONLINE:start $RENDERONLINE:start_frame', ['S', '1']],
    ['$RENDERONLINE:start_frame$RENDERONLINE:start', ['1S']],
    ['$RENDERONLINE:startx$RENDERONLINE:end_frame', ['Sx100']],
    ['-o $RENDERONLINE:@output_directory/frame_####', ['-o', '/srv/1/638/output/frame_####']],
    ['-i $RENDERONLINE:@input_directory/%06d.png', ['-i', '/srv/1/638/%06d.png']],
    ['"a $RENDERONLINE:start b" c', ['a S b', 'c']],
    ["'a $RENDERONLINE:start b' c", ['a S b', 'c']],
    [`--x="it's" 'say "hi"'`, ["--x=it's", 'say "hi"']],
    ['"" \'\' a', ['', '', 'a']],
    ['"a""b" a""b', ['a"b', 'ab']],
    [String.raw`C:\dir\$RENDERONLINE:start "C:\my dir\\" \"`, ['C:\\dir\\S', 'C:\\my dir\\', '"']],
    [String.raw`"a\"b" a\\"b c" '\" \'`, ['a"b', 'a\\b c', '\\" \\']],
    [String.raw`\'a b\'`, ['\\a b\\']],
    ['$HOME $(x) `y` * %PATH% $RENDERONLINE', ['$HOME', '$(x)', '`y`', '*', '%PATH%', '$RENDERONLINE']],
  ];
  for (const [text, args] of table) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(expand(text), args);
    });
  }

  const refused: [string, ErrorCode, string][] = [
    ['-x $RENDERONLINE:fps', 'placeholder-without-value', 'fps'],
    ['-x $RENDERONLINE:fps?', 'placeholder-without-value', 'fps'],
    ['-x $RENDERONLINE:@upload', 'placeholder-without-value', '@upload'],
    ['-x $RENDERONLINE:', 'placeholder-without-value', ''],
    ['-x $RENDERONLINE:Start_Frame', 'placeholder-without-value', 'Start_Frame'],
    ['-x $RENDERONLINE:output_format', 'placeholder-without-value', 'output_format'],
    ['-x "a', 'template-invalid', '"'],
    ["-x 'a", 'template-invalid', "'"],
    [String.raw`"a\"`, 'template-invalid', '"'],
  ];
  for (const [text, code, name] of refused) {
    it(`refuses ${JSON.stringify(text)}, naming ${name}`, () => {
      assert.throws(() => expand(text), refusal(code, name));
    });
  }

  it('reads like a command line where neither single quotes nor placeholders are', () => {
    const text = fc
      .string({ unit: fc.constantFrom('"', '\\', ' ', '\t', 'a', '$', '-') })
      .map((given) => given.replace(/\\+$/, ''));
    fc.assert(
      fc.property(text, (given) => {
        let args: string[];
        try {
          args = expand(given);
        } catch (error) {
          assert.ok(isDomainError(error, 'template-invalid'));
          // The command line forgives a quote that is left open; closing it must make no difference.
          assert.deepEqual(expand(`${given}"`), splitCommandLine(given));
          return;
        }
        assert.deepEqual(args, splitCommandLine(given));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('optional placeholders', () => {
  const table: [string, string[]][] = [
    ['-F $RENDERONLINE:output_format? -a', ['-a']],
    ['-F $RENDERONLINE:start? -a', ['-F', 'S', '-a']],
    ['--format $RENDERONLINE:output_format?', []],
    ['--format=$RENDERONLINE:output_format? -a', ['-a']],
    ['-a -F=$RENDERONLINE:output_format?', ['-a']],
    ['"-F" "$RENDERONLINE:output_format?"', []],
    ['x $RENDERONLINE:output_format? y', ['x', 'y']],
    ['-- $RENDERONLINE:output_format?', ['--']],
    ['- $RENDERONLINE:output_format?', ['-']],
    ['-$RENDERONLINE:start $RENDERONLINE:output_format?', ['-S']],
    ['-a -b $RENDERONLINE:output_format? $RENDERONLINE:scene? -c', ['-a', '-c']],
    ['-s ${$RENDERONLINE:start?}', ['-s', '${S}']],
    ['$RENDERONLINE:widthx$RENDERONLINE:height?', []],
  ];
  for (const [text, args] of table) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(expand(text, { ...specimen, width: '4' }), args);
    });
  }

  it('are told apart from required ones', () => {
    const template = parseTemplate(
      '$RENDERONLINE:@uploaded_file $RENDERONLINE:scene? $RENDERONLINE:start_frame? $RENDERONLINE:start_frame',
      names,
    );
    assert.deepEqual(templatePlaceholders(template), ['@uploaded_file', 'scene', 'start_frame']);
    assert.deepEqual(requiredPlaceholders(template), ['@uploaded_file', 'start_frame']);
  });

  it('do not excuse a required one beside them', () => {
    assert.throws(
      () => expand('$RENDERONLINE:scene?x$RENDERONLINE:height'),
      refusal('placeholder-without-value', 'height'),
    );
  });
});

describe('templateTakesFrames', () => {
  const table: [string, boolean][] = [
    ['-s $RENDERONLINE:start_frame -e $RENDERONLINE:end_frame', true],
    ['-f $RENDERONLINE:start_frame', false],
    ['-a', false],
  ];
  for (const [text, expected] of table) {
    it(`${text}: ${expected}`, () => {
      assert.equal(templateTakesFrames(parseTemplate(text, names)), expected);
    });
  }
});

describe('values in templates', () => {
  const refusedFirst = [
    '-a',
    '--python-expr',
    '-',
    '--',
    '+I/etc/passwd',
    '-5x',
    '-1 -2',
    '-\n5',
    '-Infinity',
  ];
  for (const value of refusedFirst) {
    it(`${JSON.stringify(value)} may not begin an argument`, () => {
      for (const text of [
        '$RENDERONLINE:scene',
        '"$RENDERONLINE:scene" x',
        '$RENDERONLINE:width$RENDERONLINE:scene',
      ]) {
        assert.throws(
          () => expand(text, { scene: value, width: '' }),
          refusal('argument-value-invalid', 'scene'),
        );
      }
      assert.deepEqual(expand('--scene=$RENDERONLINE:scene', { scene: value }), [`--scene=${value}`]);
    });
  }

  for (const value of ['-5', '-0.5', '+3', '-1e5', '5', '', 'a-b', '/a', '–a']) {
    it(`${JSON.stringify(value)} may`, () => {
      assert.deepEqual(expand('-s $RENDERONLINE:scene', { scene: value }), ['-s', value]);
    });
  }

  it('are neither expanded again, nor split, nor unquoted', () => {
    const nasty = fc.constantFrom(
      '$RENDERONLINE:scene',
      '$RENDERONLINE:@uploaded_file',
      '"',
      "'",
      '\\',
      ' ',
      '\n',
      '?',
      '$&',
      '$1',
    );
    const value = fc
      .array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { maxLength: 5 })
      .map((pieces) => pieces.join(''))
      .filter((text) => !/^[-+]/.test(text));
    const text = `p $RENDERONLINE:scene "x $RENDERONLINE:width y" -k='$RENDERONLINE:scene'$RENDERONLINE:width $RENDERONLINE:scene?`;
    fc.assert(
      fc.property(value, value, (scene, width) => {
        assert.deepEqual(expand(text, { scene, width }), [
          'p',
          scene,
          `x ${width} y`,
          `-k=${scene}${width}`,
          scene,
        ]);
      }),
      { numRuns: 2000 },
    );
  });

  it('go where the longest known name says', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '_'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.nat(), name, (known, pick, tail) => {
        const chosen = known[pick % known.length] ?? '';
        const written = `${chosen}${tail}`;
        const longest =
          known.filter((candidate) => written.startsWith(candidate)).sort((a, b) => b.length - a.length)[0] ??
          '';
        const values = Object.fromEntries(known.map((each) => [each, `<${each}>`]));
        assert.deepEqual(expand(`$RENDERONLINE:${written}`, values, new Set(known)), [
          `<${longest}>${written.slice(longest.length)}`,
        ]);
      }),
    );
  });
});
