import { domainError, isDomainError } from '@renderonline/domain';
import { Migrator } from 'kysely/migration';
import type { Database } from '../database.ts';
import { allMigrations } from './all-migrations.ts';
import { appliedMigrations, databaseVersion, latestVersion } from './database-version.ts';

export interface MigrationReport {
  /** The version before: the name of the last migration applied; null for a database new to us. */
  readonly from: string | null;
  readonly to: string;
  /** The migrations that this call ran, in their order; empty when there was nothing to do. */
  readonly applied: string[];
}

/**
 * Brings the database to this program's version: an empty one, one of our sql files, one of RenderOnline 1.x,
 * or one of an earlier version. Nothing to do is no error. Two at once wait for each other.
 *
 * @throws 'database-newer-than-program', 'duplicate-email', 'database-unreachable'
 */
export async function migrateDatabase(database: Database): Promise<MigrationReport> {
  const { current: from } = await databaseVersion(database);
  await refuseNewerDatabase(database);
  const migrator = new Migrator({
    db: database.db,
    provider: { getMigrations: async () => allMigrations(database.log) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) {
    // A newer program may have migrated while this one waited for its turn.
    await refuseNewerDatabase(database);
    throw explained(error);
  }
  const applied = results.map((result) => result.migrationName);
  if (applied.length > 0) {
    database.log.info({ from, applied }, `Migrated ${database.description} to ${latestVersion()}.`);
  }
  return { from, to: latestVersion(), applied };
}

async function refuseNewerDatabase(database: Database): Promise<void> {
  const known = new Set(Object.keys(allMigrations(database.log)));
  const unknown = (await appliedMigrations(database)).filter((name) => !known.has(name)).at(-1);
  if (unknown === undefined) return;
  throw domainError(
    'database-newer-than-program',
    `${database.description} is at version ${unknown}, and this program knows versions up to ${latestVersion()}.`,
    { databaseVersion: unknown, programVersion: latestVersion() },
  );
}

/** What the room itself refused speaks for itself; anything else is named as a failed migration. */
function explained(error: unknown): Error {
  if (isDomainError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return domainError(
    'database-migration-failed',
    `The database could not be migrated: ${reason}. Put the cause right and migrate again; what was done stays and is not done twice.`,
    {},
    error,
  );
}
