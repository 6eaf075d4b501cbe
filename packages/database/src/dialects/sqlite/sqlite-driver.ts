import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import { isSqliteBusy, translateSqliteError } from './sqlite-errors.ts';
import { StatementCache } from './statement-cache.ts';

/** How long a statement waits for another process that writes to the same file. */
const busyLimitMs = 10_000;
const busyPauseMs = 10;

/**
 * Kysely's driver for one `node:sqlite` connection. It differs from Kysely's own in that a transaction takes
 * the write lock at once (BEGIN IMMEDIATE): one that reads first and writes later could otherwise find that
 * somebody wrote in between, and SQLite would refuse it for good. Waiting for another process's lock does
 * not block the event loop.
 */
export class SqliteDriver implements Driver {
  readonly #database: DatabaseSync;
  readonly #connection: SqliteConnection;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#connection = new SqliteConnection(database);
  }

  async init(): Promise<void> {
    // The connection is opened and set up before Kysely sees it (open-sqlite.ts).
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    // Kysely's own mutex lends it to one user at a time (supportsMultipleConnections is false).
    return this.#connection;
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // Some failures (a full disk) have ended the transaction already.
    if (this.#database.isTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(): Promise<void> {
    // There is one connection, and it stays open.
  }

  async destroy(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #statements: StatementCache;

  constructor(database: DatabaseSync) {
    this.#statements = new StatementCache(database);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const deadline = performance.now() + busyLimitMs;
    for (;;) {
      try {
        return this.#run<R>(query);
      } catch (error) {
        // A busy database refused the statement whole, so it may be tried again as it is.
        if (!isSqliteBusy(error) || performance.now() > deadline) throw translateSqliteError(error);
        await delay(busyPauseMs);
      }
    }
  }

  #run<R>(query: CompiledQuery): QueryResult<R> {
    const { statement, isReader } = this.#statements.prepare(query.sql);
    // Kysely's parameters are unknown; node:sqlite itself refuses a value that it cannot bind.
    const parameters = query.parameters as SQLInputValue[];
    if (isReader) return { rows: statement.all(...parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
  }

  // eslint-disable-next-line require-yield -- refuses: nothing here streams, results are bounded by LIMIT
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('The SQLite dialect does not stream rows.');
  }
}
