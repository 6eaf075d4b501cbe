import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { isMysqlTransient } from './dialects/mysql/mysql-errors.ts';
import type { Schema } from './schema.ts';

/** What an operation runs on: the database itself, or a transaction of it. */
export type Executor = Kysely<Schema> | Transaction<Schema>;

/** Where the room says what people may want to know; a pino logger fits. */
export interface DatabaseLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** An open database. Operations that need a transaction take this; the others take `db` or a transaction. */
export interface Database {
  readonly db: Kysely<Schema>;
  readonly dialect: 'sqlite' | 'mysql';
  /** Names the database for people, without a password. */
  readonly description: string;
  readonly log: DatabaseLog;
  /**
   * Runs `work` in one transaction, again from its beginning when the server rolled it back for a deadlock or
   * a lock it waited for: `work` must change nothing but the database. On SQLite it holds the only connection:
   * inside it, use what it is given and never `db`.
   */
  transaction<T>(work: (trx: Executor) => Promise<T>): Promise<T>;
  /** Runs `work`, which only reads: all that it reads is as it was at one moment. */
  snapshot<T>(work: (trx: Executor) => Promise<T>): Promise<T>;
  /** Ends every connection; waits for running queries. */
  close(): Promise<void>;
}

const silentLog: DatabaseLog = { info: () => undefined, warn: () => undefined };

const transactionTries = 8;
const retryPauseMs = 15;

/** Builds the {@link Database} around an open Kysely. */
export function createDatabase(
  parts: Pick<Database, 'db' | 'dialect' | 'description'> & { readonly log: DatabaseLog | undefined },
): Database {
  const { db, log = silentLog } = parts;
  return {
    ...parts,
    log,
    transaction: (work) => transactionWithRetries(db, work),
    // Sessions of MySQL are set to READ COMMITTED, in which every statement sees another moment.
    snapshot: (work) =>
      parts.dialect === 'mysql'
        ? db.transaction().setIsolationLevel('repeatable read').execute(work)
        : db.transaction().execute(work),
    close: () => db.destroy(),
  };
}

async function transactionWithRetries<T>(
  db: Kysely<Schema>,
  work: (trx: Executor) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!isMysqlTransient(error) || attempt === transactionTries) throw error;
      await delay(retryPauseMs * attempt);
    }
  }
}
