import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isDomainError } from '../errors/domain-error.ts';
import { builtInTypes, maxArgumentValueLength } from './argument-type.ts';
import { checkArgumentType, checkArgumentValue } from './check-argument-value.ts';

function isAccepted(type: string, regex: string | null, value: string): boolean {
  try {
    checkArgumentValue({ argtypeId: 'some_argument', type, regex }, value);
    return true;
  } catch (error) {
    assert.ok(isDomainError(error, 'argument-value-invalid'), String(error));
    return false;
  }
}

describe('values of the built-in types', () => {
  const table: Record<string, { accepted: string[]; refused: string[] }> = {
    file: {
      accepted: ['a.png', 'A-b_9.blen', 'x.1'],
      refused: ['a', '.png', 'a.blend', 'a b.png', 'a/b.png', 'é.png', 'a..b'],
    },
    path: {
      accepted: ['/a', '/a/b-c/d_9', '/a/'],
      refused: ['', '/', 'a', 'a/b', '//a', '/a//', '/a.b', '/../a', '/a b'],
    },
    extension: {
      accepted: ['.png', '.PNG', '.7z', '.a'],
      refused: ['png', '.', '.blend', '.p-g', '..png', 'PNG'],
    },
    word: { accepted: ['PNG', 'open_exr', '0'], refused: ['', 'a b', 'a-b', 'é', '１', '.png'] },
    sentence: {
      accepted: ["It's 5, isn't it?!", 'a-b.', ' a', 'two\nlines', 'tab\there'],
      refused: ['', 'a;b', 'a"b', 'a$b', 'é', 'a\u00a0b', 'a\u2003b', 'a/b', '\n'],
    },
    natural: { accepted: ['0', '1', '007', '100'], refused: ['', '-1', '+1', '1.0', '١', '1e3', ' 1'] },
    integer: { accepted: ['0', '-1', '12'], refused: ['', '-', '--1', '+1', '1.0'] },
    real: { accepted: ['0', '-1', '1.5', '-0.25'], refused: ['', '.5', '1.', '1,5', '1e3', '--1', 'NaN'] },
  };

  it('has all of them in this table', () => {
    assert.deepEqual(Object.keys(table).sort(), [...builtInTypes.keys()].sort());
  });

  for (const [type, { accepted, refused }] of Object.entries(table)) {
    for (const value of accepted) {
      it(`${type} accepts ${JSON.stringify(value)}`, () => {
        assert.ok(isAccepted(type, null, value));
        assert.ok(isAccepted(type, '', value), 'an empty expression is none');
      });
      it(`${type} refuses ${JSON.stringify(value)} with a line's end`, () => {
        assert.equal(isAccepted(type, null, `${value}\n`), false);
      });
    }
    for (const value of refused) {
      it(`${type} refuses ${JSON.stringify(value)}`, () => {
        assert.equal(isAccepted(type, null, value), false);
      });
    }
    it(`${type} is quick with hostile values`, () => {
      const startedAt = performance.now();
      for (const piece of ['a', '/', '/a', ' ', '\n', '1', '-', '.', '0.']) {
        isAccepted(type, null, `${piece.repeat(2000)}\n`);
      }
      assert.ok(performance.now() - startedAt < 1000);
    });
  }
});

describe("values of an administrator's expression", () => {
  const table: [string, string[], string[]][] = [
    ['PNG|JPEG', ['PNG', 'JPEG'], ['PNGx', 'xJPEG', 'PNG\n', 'png', 'PNG|JPEG']],
    ['^PNG$', ['PNG'], ['PNG\n', '\nPNG']],
    ['(?i)png|jpeg', ['PNG', 'Jpeg'], ['pngx']],
    ['^(?i)png$', ['PNG'], ['pngx']],
    ['(?im)^a$', ['A'], ['a\nb', 'b\na']],
    ['(?s)a.b', ['a\nb'], ['ab']],
    ['a.b', ['axb'], ['a\nb']],
    [String.raw`\A\d+\z`, ['12'], ['12\n', 'A12z']],
    [String.raw`\d+\Z`, ['12'], ['12\n']],
    [String.raw`[\w\-\.]+\-[\w]`, ['a.b-c'], ['a b']],
    [String.raw`\p{L}+`, ['Größe', '場面'], ['1', 'a b']],
    [String.raw`\\A`, ['\\A'], ['A']],
    [String.raw`.{2}`, ['ab', '👩'], ['a', 'abc']],
  ];
  for (const [regex, accepted, refused] of table) {
    for (const value of accepted) {
      it(`${regex} accepts ${JSON.stringify(value)}`, () => {
        assert.ok(isAccepted('word', regex, value));
      });
    }
    for (const value of refused) {
      it(`${regex} refuses ${JSON.stringify(value)}`, () => {
        assert.equal(isAccepted('word', regex, value), false);
      });
    }
  }

  it('decides alone, whatever the type is called', () => {
    assert.ok(isAccepted('image_format', 'PNG', 'PNG'));
  });
});

describe('values of any type', () => {
  const anything = String.raw`[\s\S]*`;
  it('may be as long as the limit and no longer', () => {
    assert.ok(isAccepted('word', anything, 'a'.repeat(maxArgumentValueLength)));
    assert.equal(isAccepted('word', anything, 'a'.repeat(maxArgumentValueLength + 1)), false);
  });
  it('hold neither NUL nor half a character', () => {
    assert.equal(isAccepted('word', anything, 'a\0b'), false);
    assert.equal(isAccepted('word', anything, 'a\ud83d'), false);
  });
  it('are refused in the words of 1.x', () => {
    const type = { argtypeId: 'start_frame', type: 'natural', regex: null };
    assert.throws(
      () => {
        checkArgumentValue(type, '-1');
      },
      { message: 'Value -1 must be of type natural.', details: { argtypeId: 'start_frame' } },
    );
    assert.throws(
      () => {
        checkArgumentValue(type, 'x'.repeat(5000));
      },
      { message: `Value ${'x'.repeat(256)}… must be of type natural.` },
    );
  });
});

describe('argument types that cannot be used', () => {
  const table: [string, string | null][] = [
    ['colour', null],
    ['', null],
    ['Natural', null],
    ['word', '('],
    ['word', 'a)|(b'],
    ['word', '(?x) a b'],
    ['word', '(?>a+)'],
    ['word', '[a-z-[aeiou]]'],
    ['word', String.raw`\Gabc`],
    ['word', String.raw`\p{NoSuchClass}`],
    ['word', "(?'name'a)"],
  ];
  for (const [type, regex] of table) {
    it(`type "${type}", expression ${regex ?? 'none'}`, () => {
      const isRefusal = (error: unknown) =>
        isDomainError(error, 'argument-type-invalid') &&
        error.kind === 'internal' &&
        error.message === `Type ${type} is not valid for RenderOnline.` &&
        typeof error.details['problem'] === 'string';
      assert.throws(() => {
        checkArgumentType({ argtypeId: 'tint', type, regex });
      }, isRefusal);
      assert.throws(() => {
        checkArgumentValue({ argtypeId: 'tint', type, regex }, 'a');
      }, isRefusal);
    });
  }

  it('others pass', () => {
    for (const type of builtInTypes.keys()) checkArgumentType({ argtypeId: 'x', type, regex: null });
    checkArgumentType({ argtypeId: 'x', type: 'enum', regex: 'a|b' });
  });
});
