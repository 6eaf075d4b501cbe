import { isFileReferenced, type Database } from '@renderonline/database';
import { isDomainError } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { ReceivedProject } from '@renderonline/storage';

/** The folder of a new task, as long as it is nobody's. */
export type NewPlace = Pick<ReceivedProject, 'filePath' | 'accept' | 'discard'>;

export interface SettleDependencies {
  readonly database: Database;
  readonly log: Logger;
}

/**
 * Commits the tasks of these folders: they are kept when `commit` succeeds, and gone when it is refused. A connection
 * lost during the commit leaves open whether there are tasks now: then the rows decide, and those of one transaction
 * are there together or not at all.
 */
export async function settlePlaces<Result>(
  { database, log }: SettleDependencies,
  places: readonly NewPlace[],
  commit: () => Promise<Result>,
): Promise<Result> {
  let result: Result;
  try {
    result = await commit();
  } catch (error) {
    const isRefusal = isDomainError(error) && error.kind !== 'unavailable' && error.kind !== 'internal';
    const [first] = places;
    const isKept = !isRefusal && first !== undefined && (await mayBeReferenced(database, first.filePath));
    if (!isKept) await Promise.all(places.map((place) => place.discard()));
    throw error;
  }
  // Committed: from here on nothing may make it look refused. What a failure leaves behind, the marker of an upload
  // under way, is swept at the next start.
  for (const place of places) {
    await place.accept().catch((error: unknown) => {
      log.warn({ err: error, filePath: place.filePath }, 'the marker of an upload could not be removed');
    });
  }
  return result;
}

async function mayBeReferenced(database: Database, filePath: string): Promise<boolean> {
  try {
    return await isFileReferenced(database.db, { filePath });
  } catch {
    return true; // the sweep of the next start knows
  }
}
