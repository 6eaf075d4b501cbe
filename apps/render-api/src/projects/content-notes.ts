import { setTimeout as delay } from 'node:timers/promises';
import { keepContents, type Database, type OwnedContent } from '@renderonline/database';

/** Notes who has uploaded what: those that come while a transaction is under way share the next one. */
export interface ContentNotes {
  /** Resolves when it is committed. */
  note(content: OwnedContent): Promise<void>;
}

/**
 * For so long those that come one by one are gathered. A commit waits for the disk, and with SQLite everything else waits
 * for the commit: where thousands of small files arrive there must be few of them.
 */
const gatherMs = 5;

interface Waiting extends PromiseWithResolvers<undefined> {
  readonly content: OwnedContent;
}

export function createContentNotes({
  database,
  nowMs,
}: {
  readonly database: Database;
  readonly nowMs: () => number;
}): ContentNotes {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      await delay(gatherMs);
      const batch = waiting;
      waiting = [];
      await write(batch);
    }
    isWriting = false;
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    try {
      await keepContents(database, { contents: batch.map(({ content }) => content), nowMs: nowMs() });
      for (const { resolve } of batch) resolve(undefined);
    } catch (error) {
      // One that cannot be written (its user is gone) must not refuse the others.
      if (batch.length > 1) for (const one of batch) await write([one]);
      else batch[0]?.reject(error);
    }
  }

  return {
    note(content) {
      const one = { ...Promise.withResolvers<undefined>(), content };
      waiting.push(one);
      if (!isWriting) void writeAll();
      return one.promise;
    },
  };
}
