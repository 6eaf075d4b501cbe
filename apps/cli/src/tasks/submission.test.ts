import assert from 'node:assert/strict';
import { sep } from 'node:path';
import { test } from 'node:test';
import type { EngineView } from '@renderonline/contract';
import { localPath } from './download-outputs.ts';
import { argumentsFor, chooseEngine } from './submission.ts';

function engine(name: string, regex: string | null = null): EngineView {
  const argument = (argTypeId: string, type: string, isRequired: boolean) => ({
    argTypeId,
    type,
    regex: argTypeId === 'output_format' ? regex : null,
    isRequired,
  });
  return {
    engineId: name.length,
    name,
    extension: '.blend',
    arguments: [
      argument('start_frame', 'natural', true),
      argument('end_frame', 'natural', true),
      argument('output_format', 'extension', false),
    ],
  };
}

test('the engine is guessed from the extension, unless several would do', () => {
  assert.equal(chooseEngine([engine('blender')], 'SCENE.BLEND').name, 'blender');
  assert.throws(() => chooseEngine([engine('blender'), engine('cycles')], 's.blend'), /Several engines/);
  assert.equal(chooseEngine([engine('blender'), engine('cycles')], 's.blend', 'Cycles').name, 'cycles');
  assert.throws(() => chooseEngine([engine('blender')], 'scene.max'), /No engine/);
  // As RenderAPI compares them, which reads rows of 1.x without a dot, and extensions of several parts.
  for (const extension of ['tar.gz', '.tar.GZ'])
    assert.equal(chooseEngine([{ ...engine('pack'), extension }], 'scene.tar.gz').name, 'pack');
});

test('options become arguments; the specification’s output_format gets its dot', () => {
  const options = { frames: '1-100', format: 'PNG', arg: ['camera=Close up', 'note=a=b'] };
  assert.deepEqual(Object.fromEntries(argumentsFor(engine('blender'), options)), {
    start_frame: '1',
    end_frame: '100',
    output_format: '.png',
    camera: 'Close up',
    note: 'a=b',
  });
  assert.equal(argumentsFor(engine('blender', '(?i)png'), options).get('output_format'), 'PNG');
});

test('a file name from the server never leads out of the folder', () => {
  assert.equal(localPath('/to', 'a/b.png'), ['/to', 'a', 'b.png'].join(sep));
  for (const path of ['../x', '/etc/passwd', 'a/../../x', '..', '', 'a\0b']) {
    assert.throws(() => localPath('/to', path), /lies outside/, path);
  }
});
