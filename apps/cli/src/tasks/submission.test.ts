import assert from 'node:assert/strict';
import { sep } from 'node:path';
import { test } from 'node:test';
import type { EngineView } from '@renderonline/contract';
import { CliError } from '../io/cli-error.ts';
import { localPath } from './download-outputs.ts';
import { argumentsFor, chooseEngine, type SubmissionOptions } from './submission.ts';

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
    isForSteps: false,
    arguments: [
      argument('start_frame', 'natural', true),
      argument('end_frame', 'natural', true),
      argument('output_format', 'extension', false),
      { ...argument('title', 'sentence', false), regex: '.*' },
    ],
  };
}

test('the engine is guessed from the extension, unless several would do', () => {
  assert.equal(chooseEngine([engine('blender')], 'SCENE.BLEND').name, 'blender');
  assert.throws(() => chooseEngine([engine('blender'), engine('cycles')], 's.blend'), /Several engines/);
  assert.equal(chooseEngine([engine('blender'), engine('cycles')], 's.blend', 'Cycles').name, 'cycles');
  assert.throws(() => chooseEngine([engine('blender')], 'scene.max'), /No engine/);
  // As RenderAPI compares them, which reads rows of 1.x without a dot, and extensions of several parts.
  // Two of one name are told apart by their numbers.
  const twins = [engine('blender'), { ...engine('blender'), engineId: 70 }];
  assert.equal(chooseEngine(twins, 's.blend', '70').engineId, 70);
  assert.throws(() => chooseEngine(twins, 's.blend', 'blender'), /2 engines are called blender/);
  for (const extension of ['tar.gz', '.tar.GZ'])
    assert.equal(chooseEngine([{ ...engine('pack'), extension }], 'scene.tar.gz').name, 'pack');
});

test('options become arguments; the specification’s output_format gets its dot', () => {
  const options = { frames: '1-100', format: 'PNG', arg: ['title=a=b'] };
  assert.deepEqual(Object.fromEntries(argumentsFor(engine('blender'), options)), {
    start_frame: '1',
    end_frame: '100',
    output_format: '.png',
    title: 'a=b',
  });
  assert.equal(argumentsFor(engine('blender', '(?i)png'), options).get('output_format'), 'PNG');
});

test('an argument that the engine lacks, or a value that is none, is named before anything is sent', () => {
  const refusal = (options: SubmissionOptions) => {
    try {
      argumentsFor(engine('blender', '(?i)png'), { frames: '1-2', ...options });
    } catch (error) {
      return error instanceof CliError ? `${error.code}: ${error.message} ${error.next ?? ''}` : '';
    }
    return 'none';
  };
  assert.match(refusal({ arg: ['colour=red'] }), /no argument "colour"\. It takes: start_frame, end_frame,/);
  assert.match(refusal({ arg: ['end_frame=x'] }), /"x" is no value for end_frame\. .* type natural/);
  assert.match(refusal({ format: 'gif' }), /"gif" is no value for output_format\. It must match \(\?i\)png/);
  for (const frames of ['abc', '5-1', '1,3'])
    assert.match(refusal({ frames }), /--frames 1-100 or --frames 7/);
  assert.equal(refusal({}), 'none');
});

test('a file name from the server never leads out of the folder', () => {
  assert.equal(localPath('/to', 'a/b.png'), ['/to', 'a', 'b.png'].join(sep));
  for (const path of ['../x', '/etc/passwd', 'a/../../x', '..', '', 'a\0b']) {
    assert.throws(() => localPath('/to', path), /lies outside/, path);
  }
});
