import { migrateDatabase, openDatabase, type Database } from '../index.ts';

/** Makes an empty database of the dialect under test and gives its connection string. */
export type NewPlace = () => Promise<string>;

/** An empty database that is migrated and open. */
export async function openMigrated(newPlace: NewPlace): Promise<Database> {
  const database = await openDatabase(await newPlace());
  try {
    await migrateDatabase(database);
    return database;
  } catch (error) {
    // Left open, it would keep the test's process alive for ever.
    await database.close();
    throw error;
  }
}
