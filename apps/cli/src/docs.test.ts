import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Command } from 'commander';
import { exitCodes } from './io/exit-code.ts';
import { createProgram } from './program.ts';
import { createFakeIo } from './testing/fake-io.ts';

const page = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');

test('docs/cli.md lists every exit code, and no other', () => {
  const listed = [...page.matchAll(/^\| (\d+) +\| /gm)].map(([, code]) => Number(code));
  assert.deepEqual(listed, Object.values(exitCodes));
});

test('docs/cli.md names every command', () => {
  const program = createProgram({ io: createFakeIo(), action: () => async () => undefined });
  const groups = new Set(['user', 'subscription', 'engine', 'argtype', 'machine']);
  for (const command of program.commands) {
    assert.ok(page.includes(`\`${command.name()}`) || command.name() === 'quickstart', command.name());
    if (!groups.has(command.name())) {
      for (const child of command.commands)
        assert.ok(page.includes(`\`${command.name()} ${child.name()}`), child.name());
    }
  }
});

test('docs/cli.md and README.md name every option of quickstart, and quickstart knows every one they name', () => {
  const program = createProgram({ io: createFakeIo(), action: () => async () => undefined });
  const quickstart = program.commands.find((command) => command.name() === 'quickstart');
  const known = optionsOf(quickstart);
  const section = page.slice(page.indexOf('## A farm to try'), page.indexOf('## Who you are'));
  const named = new Set([...section.matchAll(/^\|.*?(--[a-z][a-z-]*)/gm)].map(([, option]) => option));
  assert.deepEqual([...named].sort(), known.sort());
  const shown = readme.slice(readme.indexOf('## Start'), readme.indexOf('## A farm of your own'));
  const inReadme = [...shown.matchAll(/^\| `(--[a-z][a-z-]*)/gm)].map(([, option]) => option);
  assert.deepEqual(inReadme.sort(), known.sort());
});

test('every command has an example in its help, and every option and argument a description', () => {
  function check(command: Command, name: string): void {
    if (command.commands.length > 0) {
      for (const child of command.commands) check(child, `${name} ${child.name()}`);
      return;
    }
    let help = '';
    command.configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
    command.outputHelp();
    assert.match(help, /^Examples?:$/m, name);
    assert.notEqual(command.description(), '', name);
    for (const { flags, description } of command.options)
      assert.notEqual(description, '', `${name} ${flags}`);
    for (const argument of command.registeredArguments)
      assert.notEqual(argument.description, '', `${name} ${argument.name()}`);
  }
  check(createProgram({ io: createFakeIo(), action: () => async () => undefined }), 'renderonline');
});

test('docs/cli.md names every option of submit and of machine commands', () => {
  const program = createProgram({ io: createFakeIo(), action: () => async () => undefined });
  const submit = program.commands.find((command) => command.name() === 'submit');
  const machine = program.commands.find((command) => command.name() === 'machine');
  const shared = new Set([
    '--json',
    '--database',
    '--config',
    '--address',
    '--email',
    '--token',
    '--token-file',
    '--profile',
  ]);
  for (const command of [submit, ...(machine?.commands ?? [])]) {
    for (const option of optionsOf(command)) {
      assert.ok(shared.has(option) || page.includes(option), `${command?.name() ?? ''} ${option}`);
    }
    if (command !== submit)
      assert.ok(page.includes(`machine ${command?.name() ?? ''}`), command?.name() ?? '');
  }
});

function optionsOf(command: Command | undefined): string[] {
  return (command?.options ?? []).flatMap(({ long }) => (typeof long === 'string' ? [long] : []));
}
