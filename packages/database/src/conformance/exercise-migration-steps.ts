import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql, type Kysely } from 'kysely';
import { openDatabase, type Database } from '../index.ts';
import { ensureTables } from '../migrations/steps/ensure-tables.ts';
import { autoIncrementId, column, type TableDefinition } from '../migrations/steps/table-definition.ts';
import type { NewPlace } from './new-place.ts';

const shelves: TableDefinition = {
  name: 'shelves',
  columns: [autoIncrementId('shelf_id')],
  primaryKey: ['shelf_id'],
  indexes: [],
  foreignKeys: [],
};

const books: TableDefinition = {
  name: 'books',
  columns: [autoIncrementId('book_id'), column('title', 'varchar(50)')],
  primaryKey: ['book_id'],
  indexes: [],
  foreignKeys: [],
};

/** The same table as a later migration wants it. */
const laterBooks: TableDefinition = {
  ...books,
  columns: [
    ...books.columns,
    column('pages', 'integer', { default: 100 }),
    column('binding', 'varchar(20)', { default: "it's paper" }),
    column('shelf_id', 'reference', { isNullable: true }),
  ],
  indexes: [{ name: 'books_shelf', columns: ['shelf_id'] }],
  foreignKeys: [
    {
      name: 'fk_books_shelf',
      column: 'shelf_id',
      table: 'shelves',
      references: 'shelf_id',
      onDelete: 'set null',
    },
  ],
};

export function exerciseMigrationSteps(newPlace: NewPlace): void {
  describe('steps of migrations', () => {
    let database: Database;
    before(async () => {
      database = await openDatabase(await newPlace());
    });
    after(() => database.close());

    test('a later migration adds columns, an index and a foreign key to a table with rows', async () => {
      // Migrations know no schema: theirs is older than the program's.
      const db = database.db as unknown as Kysely<unknown>;
      await ensureTables(db, [shelves, books]);
      await sql`insert into shelves (shelf_id) values (1)`.execute(db);
      await sql`insert into books (title) values ('Old')`.execute(db);
      await ensureTables(db, [shelves, laterBooks]);
      await ensureTables(db, [shelves, laterBooks]);
      await sql`insert into books (title, shelf_id) values ('New', 1)`.execute(db);
      await sql`delete from shelves`.execute(db);
      const { rows } =
        await sql`select book_id, title, pages, binding, shelf_id from books order by book_id`.execute(db);
      const added = { pages: 100, binding: "it's paper", shelf_id: null };
      assert.deepEqual(
        rows.map((row) => ({ ...(row as object) })),
        [
          { book_id: 1, title: 'Old', ...added },
          { book_id: 2, title: 'New', ...added },
        ],
      );
      await assert.rejects(sql`insert into books (title, shelf_id) values ('Lost', 9)`.execute(db));
    });
  });
}
