import {
  MysqlAdapter,
  MysqlDialect,
  MysqlDriver,
  sql,
  type CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type MysqlDialectConfig,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { domainError } from '@renderonline/domain';
import { translateMysqlError } from './mysql-errors.ts';

/** How long a migrator waits for another one on the same database. */
const migrationLockLimitSeconds = 300;
/** How long a query waits for a free connection of the pool. */
const acquireLimitMs = 30_000;

/** The name is per database (a server's locks are global) and within MySQL's 64 characters. */
const migrationLockName = sql`concat('renderonline-', sha1(database()))`;

class MigrationLockAdapter extends MysqlAdapter {
  override async acquireMigrationLock(db: Kysely<unknown>): Promise<void> {
    const { rows } = await sql<{
      taken: number | null;
    }>`select get_lock(${migrationLockName}, ${sql.lit(migrationLockLimitSeconds)}) as taken`.execute(db);
    if (rows[0]?.taken === 1) return;
    throw domainError(
      'database-unreachable',
      `Another migration of this database has run for ${migrationLockLimitSeconds} seconds. Wait for it to end, then start again.`,
    );
  }

  override async releaseMigrationLock(db: Kysely<unknown>): Promise<void> {
    await sql`select release_lock(${migrationLockName})`.execute(db);
  }
}

/** Kysely's MySQL driver whose errors say what to do, and whose waits for a connection end. */
class TranslatingMysqlDriver implements Driver {
  readonly #driver: MysqlDriver;
  readonly #place: string;
  readonly #translated = new WeakSet<DatabaseConnection>();

  constructor(config: MysqlDialectConfig, place: string) {
    this.#driver = new MysqlDriver(config);
    this.#place = place;
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    try {
      const connection = await this.#withinLimit(this.#driver.acquireConnection());
      this.#translateErrorsOf(connection);
      return connection;
    } catch (error) {
      throw translateMysqlError(error, this.#place);
    }
  }

  async #withinLimit(acquiring: Promise<DatabaseConnection>): Promise<DatabaseConnection> {
    let timer: NodeJS.Timeout | undefined;
    let isLate = false;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        isLate = true;
        reject(domainError('database-unreachable', `${this.#place}: no connection became free. Try again.`));
      }, acquireLimitMs);
    });
    // A connection that comes after all goes back, or the pool would leak it.
    acquiring.then(
      (connection) => (isLate ? this.releaseConnection(connection) : undefined),
      () => undefined,
    );
    try {
      return await Promise.race([acquiring, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  #translateErrorsOf(connection: DatabaseConnection): void {
    if (this.#translated.has(connection)) return;
    this.#translated.add(connection);
    const execute = connection.executeQuery.bind(connection);
    connection.executeQuery = async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      try {
        return await execute<R>(query);
      } catch (error) {
        throw translateMysqlError(error, this.#place);
      }
    };
  }

  async init(): Promise<void> {
    await this.#driver.init();
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await this.#driver.beginTransaction(connection, settings);
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#driver.commitTransaction(connection);
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#driver.rollbackTransaction(connection);
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Kysely does not export the class; this driver has given out no other
    await this.#driver.releaseConnection(connection as Parameters<MysqlDriver['releaseConnection']>[0]);
  }

  async destroy(): Promise<void> {
    await this.#driver.destroy();
  }
}

/** Kysely's dialect for MySQL 8 and MariaDB 10.6+. */
export class RenderOnlineMysqlDialect extends MysqlDialect {
  readonly #config: MysqlDialectConfig;
  readonly #place: string;

  constructor(config: MysqlDialectConfig, place: string) {
    super(config);
    this.#config = config;
    this.#place = place;
  }

  override createDriver(): Driver {
    return new TranslatingMysqlDriver(this.#config, this.#place);
  }

  override createAdapter(): DialectAdapter {
    return new MigrationLockAdapter();
  }
}
