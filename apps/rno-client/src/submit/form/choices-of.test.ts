import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf } from './choices-of.ts';

const cases: readonly (readonly [string, string, string | null, readonly string[] | undefined])[] = [
  ['denoise', 'word', '(?i)scene|off|auto', ['scene', 'off', 'auto']],
  ['video_extension', 'extension', '\\.(?:mp4|mov|mkv)', ['.mp4', '.mov', '.mkv']],
  [
    'output_format',
    'extension',
    '(?i)\\.?(?:png|jpe?g|open_exr(?:_multilayer)?)',
    ['PNG', 'JPEG', 'OPEN_EXR', 'OPEN_EXR_MULTILAYER'],
  ],
  ['output_format', 'extension', null, undefined],
  ['quality', 'natural', '[0-9]|1[01]', undefined],
  ['samples', 'natural', '[1-9][0-9]{0,6}', undefined],
  ['scene', 'sentence', null, undefined],
];

for (const [argTypeId, type, regex, choices] of cases) {
  test(`${argTypeId} of ${regex ?? type}: ${choices === undefined ? 'typed' : choices.join(', ')}`, () => {
    assert.deepEqual(choicesOf({ argTypeId, type, regex, isRequired: true }), choices);
  });
}
