/** For tests of every room: a real MariaDB of their own, and a database as 1.x left it. */
export { startPrivateMariaDb } from './private-mariadb.ts';
export type { PrivateMariaDb } from './private-mariadb.ts';
export { version1Orphans, version1Rows, version1Tables } from './version-1-database.ts';
