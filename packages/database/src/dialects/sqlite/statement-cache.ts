import type { DatabaseSync, StatementSync } from 'node:sqlite';

const cachedStatements = 200;

interface CachedStatement {
  readonly statement: StatementSync;
  /** Whether it yields rows (a SELECT, a PRAGMA, a RETURNING). */
  readonly isReader: boolean;
}

/**
 * Prepared statements by their text: preparing costs more than running a small statement. The oldest goes
 * when there are too many. SQLite prepares again by itself when the schema changed meanwhile.
 */
export class StatementCache {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, CachedStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(text: string): CachedStatement {
    const known = this.#statements.get(text);
    if (known !== undefined) {
      // Moved to the end: the map's order is the order of use.
      this.#statements.delete(text);
      this.#statements.set(text, known);
      return known;
    }
    const statement = this.#database.prepare(text);
    const prepared = { statement, isReader: statement.columns().length > 0 };
    // Very long texts are rows written out in full and come only once.
    if (text.length < 4096) this.#keep(text, prepared);
    return prepared;
  }

  #keep(text: string, prepared: CachedStatement): void {
    this.#statements.set(text, prepared);
    if (this.#statements.size <= cachedStatements) return;
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined) this.#statements.delete(oldest);
  }
}
