import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInTypes } from '@renderonline/domain';
import { enginePresets } from '@renderonline/engines';
import type { Option } from 'commander';
import { createProgram } from './program.ts';
import { createFakeIo } from './testing/fake-io.ts';

// Help and options are there before anything else is loaded, so they repeat a few words.
test('the help knows every preset and every type of argument', () => {
  assert.deepEqual(optionOf('engine', 'add', '--preset').argChoices, Object.keys(enginePresets));
  const types = [...builtInTypes.keys()].join(', ');
  assert.equal(optionOf('argtype', 'add', '--type').description, types);
  assert.equal(optionOf('argtype', 'set', '--type').description, types);
});

function optionOf(group: string, command: string, long: string): Option {
  const program = createProgram({ io: createFakeIo(), action: () => async () => undefined });
  const option = program.commands
    .find((one) => one.name() === group)
    ?.commands.find((one) => one.name() === command)
    ?.options.find((one) => one.long === long);
  assert.ok(option, `${group} ${command} ${long}`);
  return option;
}
