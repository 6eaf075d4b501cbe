import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

import { isDomainError } from '../errors/domain-error.ts';
import { builtInTypes } from './argument-type.ts';
import { checkArgumentValue } from './check-argument-value.ts';
import { splitCommandLine } from './command-line.ts';
import { expandTemplate } from './expand-template.ts';
import { parseTemplate } from './parse-template.ts';

const document = await readFile(new URL('../../../../docs/templates.md', import.meta.url), 'utf8');

const values = new Map([
  ['start_frame', '1'],
  ['end_frame', '10'],
  ['scene', 'My Scene'],
]);
const names = new Set([...values.keys(), 'output_format']);

/** The rows of the table whose head begins with these cells, each cell as the code spans in it. */
function tableRows(...head: string[]): string[][][] {
  const lines = document.split('\n');
  const cellsOf = (line: string) => line.split('|').slice(1, -1);
  const start = lines.findIndex(
    (line) =>
      cellsOf(line)
        .map((cell) => cell.trim())
        .join() === head.join(),
  );
  assert.notEqual(start, -1, `docs/templates.md has no table headed ${head.join(' | ')}`);
  const following = lines.slice(start + 2);
  const end = following.findIndex((line) => !line.startsWith('|'));
  const codeOf = (cell: string) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, code = '']) => code);
  return following
    .slice(0, end)
    .map((line) => cellsOf(line).map((cell) => (/refused/.test(cell) ? ['refused'] : codeOf(cell))));
}

function expand(text: string): string[] {
  try {
    return expandTemplate(parseTemplate(text, names), values);
  } catch (error) {
    assert.ok(isDomainError(error));
    return ['refused'];
  }
}

describe('the examples of docs/templates.md', () => {
  for (const [template = [], args = []] of tableRows('template', 'arguments')) {
    it(`expand: ${template.join()}`, () => {
      assert.deepEqual(expand(template.join()), args);
    });
  }

  for (const [text = [], asTemplate = [], asCommandLine = []] of tableRows(
    'text',
    'as template',
    'as command line',
  )) {
    it(`quote: ${text.join()}`, () => {
      assert.deepEqual(expand(text.join()), asTemplate);
      assert.deepEqual(splitCommandLine(text.join()), asCommandLine);
    });
  }

  it('name every built-in type, with a value that it accepts', () => {
    const rows = tableRows('type', 'accepts', 'examples');
    assert.deepEqual(
      rows.map(([type = []]) => type.join()),
      [...builtInTypes.keys()],
    );
    for (const [type = [], , examples = []] of rows) {
      assert.equal(examples.length, 1);
      checkArgumentValue({ argtypeId: 'x', type: type.join(), regex: null }, examples.join());
    }
  });
});
