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
  const named = new Set([...section.matchAll(/^\|.*?(--[a-z]+)/gm)].map(([, option]) => option));
  assert.deepEqual([...named].sort(), known.sort());
  const shown = readme.slice(readme.indexOf('## Start'), readme.indexOf('## A farm of your own'));
  const inReadme = [...shown.matchAll(/^\| `(--[a-z]+)/gm)].map(([, option]) => option);
  assert.deepEqual(inReadme.sort(), known.sort());
});

function optionsOf(command: Command | undefined): string[] {
  return (command?.options ?? []).flatMap(({ long }) => (typeof long === 'string' ? [long] : []));
}
