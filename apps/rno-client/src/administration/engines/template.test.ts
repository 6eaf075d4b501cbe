import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ArgumentType } from '@renderonline/domain';
import { readTemplate } from './read-template.ts';
import { tryTemplate } from './try-template.ts';

const types: readonly ArgumentType[] = [
  { argtypeId: 'start_frame', type: 'natural', regex: null },
  { argtypeId: 'end_frame', type: 'natural', regex: null },
  { argtypeId: 'scene', type: 'sentence', regex: null },
];
const argumentTypes = new Map(types.map((type) => [type.argtypeId, type]));
const names = new Set(argumentTypes.keys());
const specials = new Map([['@uploaded_file', '/farm/1/shot.blend']]);

describe('a template as it is typed', () => {
  test('is shown in stretches that make up all of it', () => {
    const text = '-s $RENDERONLINE:start_frame -x $RENDERONLINE:wat? "$RENDERONLINE:@uploaded_file and';
    const { segments, faults, template } = readTemplate(text, names);
    assert.equal(segments.map((segment) => segment.text).join(''), text);
    assert.deepEqual(
      segments.map(({ kind }) => kind),
      ['text', 'value', 'text', 'unknown', 'text', 'unclosed', 'special', 'unclosed'],
    );
    assert.deepEqual(faults, [
      { kind: 'unclosed', quote: '"' },
      { kind: 'unknown', name: 'wat' },
    ]);
    assert.equal(template, null);
  });

  test('is read on where a name is unknown, as it would be with the name', () => {
    const { placeholders, takesFrames } = readTemplate(
      '$RENDERONLINE:start_frame-$RENDERONLINE:end_frame $RENDERONLINE:wat? $RENDERONLINE:@uploaded_file',
      names,
    );
    assert.ok(takesFrames);
    assert.deepEqual(placeholders, [
      { name: 'start_frame', isRequired: true },
      { name: 'end_frame', isRequired: true },
      { name: 'wat', isRequired: false },
    ]);
    const { faults, template } = readTemplate('-a $RENDERONLINE: -b', names);
    assert.deepEqual([faults, template], [[{ kind: 'unknown', name: '' }], null]);
  });
});

describe('a template that is tried', () => {
  const { template } = readTemplate(
    '$RENDERONLINE:@uploaded_file -f $RENDERONLINE:start_frame..$RENDERONLINE:end_frame -S $RENDERONLINE:scene?',
    names,
  );
  const tryWith = (values: Readonly<Record<string, string>>) => {
    assert.ok(template);
    return tryTemplate({ template, argumentTypes, specials, values: new Map(Object.entries(values)) });
  };

  test('says what is open, and leaves out what may be left out', () => {
    const { argv, isWhole, refusals } = tryWith({ start_frame: '7', end_frame: '', scene: '' });
    assert.deepEqual(argv, [
      [{ text: '/farm/1/shot.blend' }],
      [{ text: '-f' }],
      [{ text: '7..' }, { hole: 'end_frame' }],
    ]);
    assert.deepEqual([isWhole, refusals.size], [false, 0]);
  });

  test('is what a machine is told when nothing is open', () => {
    const { argv, isWhole } = tryWith({ start_frame: '7', end_frame: '9', scene: 'Main shot' });
    assert.ok(isWhole);
    assert.deepEqual(
      argv.map((pieces) => pieces.map((piece) => 'text' in piece && piece.text).join('')),
      [...['/farm/1/shot.blend', '-f', '7..9', '-S', 'Main shot']],
    );
  });

  test('says which value RenderAPI would refuse, and why', () => {
    const refusedFor = (values: Readonly<Record<string, string>>) =>
      [...tryWith(values).refusals].map(([name, { code }]) => [name, code]);
    assert.deepEqual(refusedFor({ start_frame: 'x' }), [['start_frame', 'argument-value-invalid']]);
    assert.deepEqual(refusedFor({ start_frame: '1', end_frame: '2', scene: '-rm' }), [
      ['scene', 'argument-value-invalid'],
    ]);
    assert.deepEqual(refusedFor({ start_frame: '9', end_frame: '2' }), [['', 'frame-range-invalid']]);
  });
});
