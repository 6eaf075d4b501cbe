import { createConnection, createPool, type Pool, type PoolOptions } from 'mysql2';
import { createConnection as createPromisedConnection } from 'mysql2/promise';
import { domainError } from '@renderonline/domain';
import { Kysely } from 'kysely';
import { describeSettings, type MysqlSettings } from '../../connection/connection-settings.ts';
import type { Schema } from '../../schema.ts';
import { isUnknownDatabase, isWithoutTls, translateMysqlError } from './mysql-errors.ts';
import { RenderOnlineMysqlDialect } from './mysql-dialect.ts';
import { refuseOldServer } from './server-version.ts';

const connectLimitMs = 5000;

/**
 * What every session must agree upon, whatever the server's own configuration says. READ COMMITTED keeps
 * two transactions from locking gaps against each other; NO_AUTO_VALUE_ON_ZERO lets an id be 0, which rows
 * of 1.x may hold.
 */
const sessionSetUp = [
  "set session time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO', innodb_lock_wait_timeout = 10, lock_wait_timeout = 60, foreign_key_checks = 1",
  'set session transaction isolation level read committed',
];

/**
 * Opens a pool after one connection has shown that the server can be reached and is new enough.
 *
 * @param options.poolSize connections at most; 10 when absent.
 * @param options.create makes the database when the server has none of that name.
 * @param options.statementLimitMs how long a statement may take, but for migrations; 60,000 when absent.
 * @throws 'database-unreachable' saying what to do, 'database-server-too-old'.
 */
export async function openMysql(
  settings: MysqlSettings,
  options: { poolSize: number; create: boolean; statementLimitMs?: number },
): Promise<Kysely<Schema>> {
  const place = describeSettings(settings);
  try {
    const connectionOptions = await probe(settings, options.create);
    const pool = createPool({
      ...connectionOptions,
      connectionLimit: options.poolSize,
      // A connection that sits unused for a minute is closed, before a firewall drops it silently.
      maxIdle: Math.min(2, options.poolSize),
      idleTimeout: 60_000,
    });
    setUpSessions(pool);
    const config = { pool, controlConnection: createConnection };
    const { statementLimitMs } = options;
    return new Kysely<Schema>({
      dialect: new RenderOnlineMysqlDialect({
        config,
        place,
        ...(statementLimitMs === undefined ? {} : { statementLimitMs }),
      }),
    });
  } catch (error) {
    throw translateMysqlError(error, place);
  }
}

function setUpSessions(pool: Pool): void {
  pool.on('connection', (connection) => {
    for (const statement of sessionSetUp) {
      // A connection sends its queries in order, so these run before whatever it was made for.
      connection.query(statement, (error) => {
        if (error !== null) connection.destroy();
      });
    }
  });
}

/** Finds out which options work (TLS or not, an existing database) and closes again. */
async function probe(settings: MysqlSettings, create: boolean): Promise<PoolOptions> {
  const options = optionsOf(settings);
  try {
    await tryOut(options);
    return options;
  } catch (error) {
    if (isWithoutTls(error) && settings.sslMode === 'preferred') {
      return probe({ ...settings, sslMode: 'none' }, create);
    }
    if (isUnknownDatabase(error) && create) {
      await createDatabase(options, settings.database);
      return probe(settings, false);
    }
    if (isWithoutTls(error)) throw withoutTls(settings, error);
    throw error;
  }
}

async function tryOut(options: PoolOptions): Promise<void> {
  const connection = await createPromisedConnection(options);
  try {
    const [rows] = await connection.query({ sql: 'select version() as version', timeout: connectLimitMs });
    refuseOldServer(rows);
  } finally {
    connection.destroy();
  }
}

async function createDatabase(options: PoolOptions, name: string): Promise<void> {
  const { database: _, ...withoutDatabase } = options;
  const connection = await createPromisedConnection(withoutDatabase);
  try {
    await connection.query(
      `create database if not exists \`${name.replaceAll('`', '``')}\` character set utf8mb4 collate utf8mb4_unicode_520_ci`,
    );
  } finally {
    connection.destroy();
  }
}

function optionsOf(settings: MysqlSettings): PoolOptions {
  const ssl = tlsOf(settings);
  return {
    ...(settings.socketPath === undefined
      ? { host: settings.host, port: settings.port }
      : { socketPath: settings.socketPath }),
    user: settings.user,
    password: settings.password,
    database: settings.database,
    charset: 'UTF8MB4_UNICODE_520_CI',
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    connectTimeout: connectLimitMs,
    ...(ssl === undefined ? {} : { ssl }),
  };
}

function tlsOf({ sslMode, socketPath }: MysqlSettings): PoolOptions['ssl'] {
  switch (sslMode) {
    case 'none':
      return undefined;
    case 'preferred':
      // A socket never leaves this computer.
      return socketPath === undefined ? { rejectUnauthorized: false } : undefined;
    case 'required':
      return { rejectUnauthorized: false };
    case 'verify-ca':
      return { rejectUnauthorized: true, verifyIdentity: false };
    case 'verify-full':
      return { rejectUnauthorized: true, verifyIdentity: true };
  }
}

function withoutTls(settings: MysqlSettings, error: unknown): Error {
  return domainError(
    'database-unreachable',
    `${describeSettings(settings)} offers no encryption, and SslMode asks for it. Turn TLS on at the server, or set SslMode=Preferred.`,
    {},
    error,
  );
}
