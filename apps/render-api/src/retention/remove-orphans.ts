import { knownContents, type Database } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import type { ContentStore, ListedContent } from '@renderonline/storage';

export interface OrphanDependencies {
  readonly database: Database;
  readonly contents: Pick<ContentStore, 'description' | 'list' | 'remove'>;
  readonly log: Logger;
}

/** Contents asked about in one query. */
const perQuery = 500;
/** Removed in one sweep. */
const mostOrphans = 10_000;
/** More of them than of known ones, and the store may be another database's. */
const fewOrphans = 1000;

/**
 * Removes contents that lie in the store and that the database does not know: a program was killed after their row was
 * deleted, or before it was written. What was stored since `storedBeforeMs` may be an upload whose row is being written.
 *
 * @param input.mayGoOn asked again and again
 */
export async function removeOrphans(
  { database, contents, log }: OrphanDependencies,
  { storedBeforeMs, mayGoOn }: { readonly storedBeforeMs: number; readonly mayGoOn: () => boolean },
): Promise<void> {
  const orphans: ListedContent[] = [];
  let known = 0;
  let batch: ListedContent[] = [];

  async function look(): Promise<void> {
    const there = await knownContents(database.db, { hashes: batch.map(({ sha256 }) => sha256) });
    known += there.size;
    orphans.push(...batch.filter(({ sha256 }) => !there.has(sha256)));
    batch = [];
  }

  for await (const content of contents.list()) {
    if (!mayGoOn()) return;
    if (content.modifiedAtMs >= storedBeforeMs) continue;
    batch.push(content);
    if (batch.length === perQuery) await look();
    if (orphans.length >= mostOrphans) break;
  }
  await look();
  if (orphans.length > Math.max(known, fewOrphans)) {
    const { description } = contents;
    log.error(
      { contents: description, orphans: orphans.length, known },
      'most contents are unknown to this database: nothing is removed, for they may be those of another one',
    );
    return;
  }
  let bytes = 0;
  let count = 0;
  for (const { sha256, size } of orphans) {
    if (!mayGoOn()) break;
    // Uploaded anew since the store was listed, it stays.
    if (!(await contents.remove(sha256, { storedBeforeMs }))) continue;
    count += 1;
    bytes += size;
  }
  if (count > 0) log.info({ count, bytes }, 'removed contents that the database does not know');
}
