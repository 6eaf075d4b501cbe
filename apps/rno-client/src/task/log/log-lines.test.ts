import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogEvent } from '@renderonline/client/browser';
import { noLines, withEvents } from './log-lines.ts';
import { isAtLeast, readLine } from './read-line.ts';

const levels: readonly (readonly [string, string])[] = [
  ['Fra:21 Mem:512.00M | Saved: frame_0021.png', 'plain'],
  ['Error: Cannot read file "wood.png"', 'error'],
  ['Traceback (most recent call last):', 'error'],
  ['Warning: 3 libraries are old', 'warning'],
  ['Image "sky.exr" could not be loaded', 'warning'],
  ['Rendering terrors.blend', 'plain'],
];
for (const [text, level] of levels) {
  test(`"${text}" is ${level}`, () => {
    assert.deepEqual(readLine(`2026-03-02T09:01:25.000Z ${text}`), {
      ...{ text, level, atMs: Date.parse('2026-03-02T09:01:25Z') },
    });
  });
}

test('a line without a time is shown as it is, and filters take what is as bad or worse', () => {
  assert.deepEqual(readLine('hello'), { text: 'hello', level: 'plain', atMs: null });
  assert.deepEqual(
    (['plain', 'warning', 'error'] as const).map((level) => isAtLeast(level, 'warning')),
    [false, true, true],
  );
});

const said = (attemptId: number, lines: readonly string[], leftOut = 0): LogEvent => ({
  kind: 'lines',
  lines: {
    ...{ attemptId, machine: { machineId: 1, name: 'node-1' }, firstFrame: attemptId, lastFrame: attemptId },
    ...{ offset: 0, leftOut, lines: [...lines] },
  },
});

test('attempts have headings where they go on, and say what was left out and how they ended', () => {
  const first = withEvents(noLines, [said(1, ['a']), said(1, ['b'], 10)]);
  const { rows } = withEvents(first, [
    said(2, ['c']),
    { kind: 'attempt-ended', end: { attemptId: 2, outcome: 'failed', message: null } },
    said(1, ['d']),
  ]);
  assert.deepEqual(
    rows.map((row) => (row.kind === 'line' ? row.text : `${row.kind} ${row.attemptId}`)),
    ['head 1', 'a', 'left-out 1', 'b', 'head 2', 'c', 'ended 2', 'head 1', 'd'],
  );
});

test('only the newest rows are kept, and how many went is known', () => {
  const { rows, dropped } = withEvents(noLines, [said(1, ['a', 'b', 'c'])], 2);
  assert.deepEqual(
    [rows.map((row) => (row.kind === 'line' ? row.text : row.kind)), dropped],
    [['b', 'c'], 2],
  );
});
