import { migrateDatabase, openDatabase } from '../index.ts';

/**
 * Run by exercise-migrations.ts as a process of its own: opens the database of its argument, says so, and
 * migrates as soon as it is told to. Prints what it applied.
 */
const database = await openDatabase(process.argv[2] ?? '');
process.send?.('open');
await new Promise((resolve) => process.once('message', resolve));
const { applied } = await migrateDatabase(database);
await database.close();
process.send?.(applied.length, () => {
  process.disconnect?.();
});
