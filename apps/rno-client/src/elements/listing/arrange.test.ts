import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange, readArrangement, writeArrangement } from './arrange.ts';

interface Row {
  readonly name: string;
  readonly limit: number | null;
}
const rows: readonly Row[] = [
  { name: 'Émile 10', limit: 3 },
  { name: 'ada', limit: null },
  { name: 'Emile 9', limit: 20 },
];
const columns = [
  { key: 'name', value: (row: Row) => row.name },
  { key: 'limit', value: (row: Row) => row.limit },
];
const keys = columns.map(({ key }) => key);
const namesFor = (address: string): string[] =>
  arrange(rows, columns, readArrangement(new URLSearchParams(address), keys), 'en').map(({ name }) => name);

test('rows are ordered as readers expect, without a value at the end', () => {
  assert.deepEqual(namesFor(''), ['ada', 'Emile 9', 'Émile 10']);
  assert.deepEqual(namesFor('sort=-name'), ['Émile 10', 'Emile 9', 'ada']);
  assert.deepEqual(namesFor('sort=limit'), ['Émile 10', 'Emile 9', 'ada']);
  assert.deepEqual(namesFor('sort=-limit'), ['Emile 9', 'Émile 10', 'ada']);
  assert.deepEqual(namesFor('sort=-nothing'), ['ada', 'Emile 9', 'Émile 10']);
});

test('every word is looked for in every column', () => {
  assert.deepEqual(namesFor('text=mile+20'), ['Emile 9']);
  assert.deepEqual(namesFor('text=mile+ada'), []);
});

test('what is as usual is not in the address', () => {
  for (const address of ['', 'text=ada', 'sort=limit', 'text=a&sort=-name']) {
    const search = new URLSearchParams(address);
    assert.equal(writeArrangement(readArrangement(search, keys), keys).toString(), address);
  }
});
