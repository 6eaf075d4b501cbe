import { MysqlAdapter, type QueryExecutorProvider } from 'kysely';

/**
 * Whether this speaks to MySQL or MariaDB; otherwise it is SQLite. The operations ask it for one thing:
 * MySQL locks rows one by one, so a SELECT on which a decision rests must say FOR UPDATE. SQLite locks the
 * whole database when a transaction begins, and does not know the words.
 */
export function isMysql(executor: QueryExecutorProvider): boolean {
  return executor.getExecutor().adapter instanceof MysqlAdapter;
}
