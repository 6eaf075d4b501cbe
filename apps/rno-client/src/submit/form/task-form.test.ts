import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineView } from '@renderonline/contract';
import { frameCountOf, problemsOf } from './form-problems.ts';
import { rememberedForm, rememberForm } from './remembered-form.ts';
import { emptyForm, submissionOf, templateOf, withTemplate, type TaskForm } from './task-form.ts';

const argument = (argTypeId: string, type: string, isRequired = true, regex: string | null = null) => ({
  ...{ argTypeId, type, regex, isRequired },
});
const blender: EngineView = {
  ...{ engineId: 1, name: 'blender', extension: '.blend', isForSteps: false },
  arguments: [
    argument('start_frame', 'natural'),
    argument('end_frame', 'natural'),
    argument('samples', 'natural', false, '[1-9][0-9]{0,6}'),
  ],
};
const video: EngineView = {
  ...{ engineId: 2, name: 'ffmpeg-frames', extension: '.png', isForSteps: true },
  arguments: [argument('frame_rate', 'real')],
};
const engines = [blender, video];
const form = (changes: Partial<TaskForm>, values: Readonly<Record<string, string>> = {}): TaskForm => ({
  ...emptyForm(1),
  values: { start_frame: '1', end_frame: '24', ...values },
  ...changes,
});

const problems: readonly (readonly [string, TaskForm, readonly string[]])[] = [
  ['nothing', form({}), []],
  ['what is missing', form({ values: { start_frame: '1' } }), ['end_frame missing']],
  ['what the engine does not take', form({}, { samples: '0' }), ['samples invalid']],
  ['what is no number', form({}, { start_frame: 'one' }), ['start_frame invalid']],
  ['an end before the beginning', form({}, { start_frame: '30' }), ['end_frame backwards']],
  ['too many frames', form({}, { end_frame: '9000000' }), ['end_frame tooManyFrames']],
  [
    'wishes out of their limits',
    form({ priority: '101', memoryMb: '1.5', engineVersion: 'four', tags: ['a b'] }),
    ['priority invalid', 'memoryMb invalid', 'engineVersion invalid', 'tags invalid'],
  ],
  ['a rate of no frames', form({ video: 'mp4', framesPerSecond: 'fast' }), ['framesPerSecond invalid']],
];
for (const [name, filled, found] of problems) {
  test(`a form is told of ${name}`, () => {
    const told = Array.from(problemsOf(filled, engines), ([field, problem]) => `${field} ${problem}`);
    assert.deepEqual(told, found);
  });
}

test('frames are counted while they are typed', () => {
  assert.equal(frameCountOf(form({}, { start_frame: '3' }), blender), 22);
  assert.equal(frameCountOf(form({}, { start_frame: '' }), blender), undefined);
  assert.equal(frameCountOf(form({}), video), 1);
});

test('what was not touched is not asked for', () => {
  assert.deepEqual(submissionOf(form({}, { unknown: 'x', samples: '' }), engines), {
    engineId: 1,
    arguments: { start_frame: '1', end_frame: '24' },
  });
});

test('a template comes back as the form that it was saved from', () => {
  const filled = form({
    ...{ priority: '70', order: 'sparse', maxMachines: '3', tags: ['gpu'], engineVersion: '>=4.2' },
    ...{ memoryMb: '4096', needsGpu: true, continuesOnFailure: true, video: 'webm', framesPerSecond: '25' },
  });
  const template = templateOf({ ...filled, dependsOn: [7] }, engines);
  assert.equal('dependsOn' in template, false);
  assert.deepEqual(withTemplate(emptyForm(1), template, engines), filled);
});

test('a form is remembered by its engine, but for what is of the day', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
  assert.deepEqual(rememberedForm(blender, storage).values, { start_frame: '1' });
  rememberForm(form({ priority: '20', dependsOn: [3] }, { samples: '64' }), blender, storage);
  const again = rememberedForm(blender, storage);
  assert.deepEqual([again.priority, again.dependsOn, again.values['samples']], ['20', [], '64']);
  kept.set('renderonline.form.blender', '{"priority":7,"tags":"x","order":"sparse"}');
  assert.deepEqual(
    [rememberedForm(blender, storage).priority, rememberedForm(blender, storage).order],
    ['50', 'sparse'],
  );
});
