import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { createFakeIo } from '../testing/fake-io.ts';
import { formatTable, type Column } from './table.ts';

interface Row {
  readonly id: number;
  readonly name: string;
}

const columns: readonly Column<Row>[] = [
  { title: 'ID', value: (row) => String(row.id), align: 'right' },
  { title: 'NAME', value: (row) => row.name, shrinks: true, tone: () => 'green' },
];

test('columns are aligned, whatever the width of their characters', () => {
  const rows = [
    { id: 1, name: '夜の城.blend' },
    { id: 12, name: 'x' },
  ];
  assert.equal(formatTable(createFakeIo(), columns, rows), 'ID  NAME\n 1  夜の城.blend\n12  x\n');
});

test('no line is wider than the terminal', () => {
  const io = createFakeIo({ isTerminal: true, columns: 24, env: { NO_COLOR: '1' } });
  const text = formatTable(io, columns, [{ id: 1, name: '夜'.repeat(40) }]);
  for (const line of text.split('\n')) assert.ok(stringWidth(line) <= 24, line);
  assert.match(text, /…/);
});

test('columns that may be left out go, the last first, when shortening is not enough', () => {
  const more: readonly Column<Row>[] = [
    ...columns,
    { title: 'KIND', value: () => 'k'.repeat(12), drops: true },
    { title: 'TIME', value: () => 't'.repeat(12), drops: true },
    { title: 'NOTE', value: () => 'n'.repeat(12), shrinks: true },
  ];
  const row = { id: 1, name: 'x'.repeat(20) };
  const titles = (width: number) =>
    formatTable(createFakeIo({ isTerminal: true, columns: width, env: { NO_COLOR: '1' } }), more, [row])
      .split('\n')[0]
      ?.split(/ +/);
  assert.deepEqual(titles(80), ['ID', 'NAME', 'KIND', 'TIME', 'NOTE']);
  assert.deepEqual(titles(40), ['ID', 'NAME', 'KIND', 'NOTE']);
  assert.deepEqual(titles(24), ['ID', 'NAME', 'NOTE']);
});

test('elsewhere nothing is shortened and nothing is coloured', () => {
  const text = formatTable(createFakeIo({ columns: 20 }), columns, [{ id: 1, name: 'n'.repeat(200) }]);
  assert.ok(text.includes('n'.repeat(200)));
  assert.ok(!text.includes('\u001b'));
});

test('a terminal is coloured, unless NO_COLOR says otherwise', () => {
  const rows = [{ id: 1, name: 'x' }];
  assert.ok(formatTable(createFakeIo({ isTerminal: true }), columns, rows).includes('\u001b[32m'));
  const io = createFakeIo({ isTerminal: true, env: { NO_COLOR: '1' } });
  assert.ok(!formatTable(io, columns, rows).includes('\u001b'));
});

test('a hostile name cannot repaint the terminal or break the line', () => {
  const text = formatTable(createFakeIo(), columns, [{ id: 1, name: 'a\u001b[2J\nb\u202ec\u0007' }]);
  assert.equal(text, 'ID  NAME\n 1  a b\uFFFDc\uFFFD\n');
});
