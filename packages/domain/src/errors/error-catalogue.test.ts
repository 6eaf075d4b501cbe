import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

import { errorCatalogue } from './error-catalogue.ts';

/** The rows of docs/errors.md that begin with a code. */
async function documentedRows(): Promise<string[]> {
  const document = await readFile(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');
  return document
    .split('\n')
    .filter((line) => /^\|\s*`[a-z0-9-]+`\s*\|.*\|.*\|.*\|$/.test(line))
    .map((line) => line.replace(/\s*\|\s*/g, ' | ').trim());
}

describe('the error catalogue', () => {
  const rows = Object.entries(errorCatalogue).map(
    ([code, { kind, summary, whatToDo }]) => `| \`${code}\` | ${kind} | ${summary} | ${whatToDo} |`,
  );

  it('is in docs/errors.md, every line of it', async () => {
    const documented = new Set(await documentedRows());
    assert.deepEqual(
      rows.filter((row) => !documented.has(row)),
      [],
      'Put these lines into docs/errors.md',
    );
  });

  it('is all that is in docs/errors.md, each once', async () => {
    const documented = await documentedRows();
    assert.deepEqual(
      documented.filter((row, index) => !rows.includes(row) || documented.indexOf(row) !== index),
      [],
      'Take these lines out of docs/errors.md',
    );
  });

  for (const [code, { summary, whatToDo }] of Object.entries(errorCatalogue)) {
    it(`${code} is named and written like the others`, () => {
      assert.match(code, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      for (const sentence of [summary, whatToDo]) assert.match(sentence, /^[A-Z][^|]*\.$/);
    });
  }
});
