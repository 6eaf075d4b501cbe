import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDatabase, type Database } from '../index.ts';
import { bulkSelect } from './bulk-statements.ts';
import { bulkTables, idsIn, type BulkRow } from './bulk-table.ts';

describe('bulk tables', () => {
  let database: Database;
  before(async () => {
    database = await openDatabase('Data Source=:memory:');
  });
  after(() => database.close());

  const columns = { number: 'bigint', text: 'mediumtext' } as const;
  const sizesOf = (rows: readonly BulkRow[]) =>
    [...bulkTables(database.db, columns, rows)].map((table) => {
      const [json] = table.compile(database.db).parameters;
      return (JSON.parse(String(json)) as unknown[]).length;
    });

  test('no rows are no statement', () => {
    assert.deepEqual(sizesOf([]), []);
  });

  test('many rows, and long ones, are several statements; each row is in one of them', () => {
    assert.deepEqual(sizesOf(Array.from({ length: 4500 }, (_, index) => [index, null])), [2000, 2000, 500]);
    const long = 'x'.repeat(300_000);
    assert.deepEqual(sizesOf(Array.from({ length: 7 }, (_, index) => [index, long])), [3, 3, 1]);
    assert.deepEqual(sizesOf([[1, 'x'.repeat(3_000_000)]]), [1]);
  });

  test('the text of the statement is the same for any number of rows', () => {
    const textOf = (rows: readonly BulkRow[]) => {
      const [table] = bulkTables(database.db, columns, rows);
      return table?.compile(database.db).sql;
    };
    assert.equal(textOf([[1, 'a']]), textOf([[1, 'a'], [2, null], [3, 'b']])); // prettier-ignore
    assert.equal(
      idsIn(database.db, [1]).compile(database.db).sql,
      idsIn(database.db, [1, 2]).compile(database.db).sql,
    );
  });

  test('every value comes back as it was, but for what no text may hold', async () => {
    const rows: BulkRow[] = [
      [-9_007_199_254_740_991, `'"\\ \n\t é 🎬 null`],
      [0, null],
      [9_007_199_254_740_991, ''],
      [null, 'half \ud800 a pair, and \0'],
    ];
    const read = await bulkSelect<{ number: number | null; text: string | null }>(database.db, {
      columns,
      rows,
      select: 'r.number as number, r.text as text',
      join: '',
    });
    assert.deepEqual(
      read.map(({ number, text }) => [number, text]),
      [...rows.slice(0, 3), [null, 'half \u{FFFD} a pair, and \u{FFFD}']],
    );
  });
});
