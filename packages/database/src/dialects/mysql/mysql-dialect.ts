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
/** How long a statement may take: far longer than any of ours, locks included. */
const defaultStatementLimitMs = 60_000;

/** The name is per database (a server's locks are global) and within MySQL's 64 characters. */
const migrationLockName = sql`concat('renderonline-', sha1(database()))`;

/** Connections of migrations, which wait for each other and alter tables of any size: no limit for these. */
type PatientConnections = WeakSet<DatabaseConnection>;

class MigrationLockAdapter extends MysqlAdapter {
  readonly #patient: PatientConnections;

  constructor(patient: PatientConnections) {
    super();
    this.#patient = patient;
  }

  override async acquireMigrationLock(db: Kysely<unknown>): Promise<void> {
    await withConnectionOf(db, (connection) => this.#patient.add(connection));
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
    await withConnectionOf(db, (connection) => this.#patient.delete(connection));
    await sql`select release_lock(${migrationLockName})`.execute(db);
  }
}

/** The one connection that a migrator's `db` is bound to. */
async function withConnectionOf(
  db: Kysely<unknown>,
  work: (connection: DatabaseConnection) => unknown,
): Promise<void> {
  await db.getExecutor().provideConnection(async (connection) => void work(connection));
}

/** Kysely's MySQL driver whose errors say what to do, and whose waits end. */
class TranslatingMysqlDriver implements Driver {
  readonly #driver: MysqlDriver;
  readonly #place: string;
  readonly #statementLimitMs: number;
  readonly #patient: PatientConnections;
  readonly #translated = new WeakSet<DatabaseConnection>();

  constructor({ config, place, statementLimitMs }: MysqlConnections, patient: PatientConnections) {
    this.#driver = new MysqlDriver(config);
    this.#place = place;
    this.#statementLimitMs = statementLimitMs ?? defaultStatementLimitMs;
    this.#patient = patient;
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const acquiring = this.#driver.acquireConnection();
    try {
      const connection = await withinLimit(acquiring, acquireLimitMs, () => {
        // A connection that comes after all goes back, or the pool would leak it.
        acquiring.then(
          (late) => this.releaseConnection(late),
          () => undefined,
        );
        return domainError('database-unreachable', `${this.#place}: no connection became free. Try again.`);
      });
      this.#watch(connection);
      return connection;
    } catch (error) {
      throw translateMysqlError(error, this.#place);
    }
  }

  #watch(connection: DatabaseConnection): void {
    if (this.#translated.has(connection)) return;
    this.#translated.add(connection);
    const execute = connection.executeQuery.bind(connection);
    connection.executeQuery = async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      try {
        const answer = execute<R>(query);
        return await (this.#patient.has(connection) ? answer : this.#answerInTime(connection, answer));
      } catch (error) {
        throw translateMysqlError(error, this.#place);
      }
    };
  }

  /** A server that vanished without a word (a pulled cable, a paused computer) would never be heard of again. */
  #answerInTime<R>(connection: DatabaseConnection, answer: Promise<R>): Promise<R> {
    return withinLimit(answer, this.#statementLimitMs, () => {
      void endSession(connection);
      return domainError(
        'database-unreachable',
        `${this.#place} did not answer within ${this.#statementLimitMs / 1000} seconds. Check the server and the network to it.`,
      );
    });
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
    try {
      await this.#driver.rollbackTransaction(connection);
    } catch {
      // The connection is gone, and the server rolls back by itself. Whoever began the transaction has to hear
      // why it failed, and not that.
      await endSession(connection);
    }
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Kysely does not export the class; this driver has given out no other
    await this.#driver.releaseConnection(connection as Parameters<MysqlDriver['releaseConnection']>[0]);
  }

  async destroy(): Promise<void> {
    await this.#driver.destroy();
  }
}

/** Takes the connection out of the pool, and asks the server to end what it still does for it. */
async function endSession(connection: DatabaseConnection): Promise<void> {
  try {
    await connection.collectSessionInfo?.();
    await connection.killSession?.(() => Promise.resolve());
  } catch {
    // The server cannot be reached: it ends the session when it notices.
  }
}

async function withinLimit<T>(work: Promise<T>, limitMs: number, onLate: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(onLate());
    }, limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

export interface MysqlConnections {
  readonly config: MysqlDialectConfig;
  /** The server and database for people, without a password. */
  readonly place: string;
  /** How long a statement may take, but for migrations; 60,000 when absent. */
  readonly statementLimitMs?: number;
}

/** Kysely's dialect for MySQL 8 and MariaDB 10.6+. */
export class RenderOnlineMysqlDialect extends MysqlDialect {
  readonly #connections: MysqlConnections;
  readonly #patient: PatientConnections = new WeakSet();

  constructor(connections: MysqlConnections) {
    super(connections.config);
    this.#connections = connections;
  }

  override createDriver(): Driver {
    return new TranslatingMysqlDriver(this.#connections, this.#patient);
  }

  override createAdapter(): DialectAdapter {
    return new MigrationLockAdapter(this.#patient);
  }
}
