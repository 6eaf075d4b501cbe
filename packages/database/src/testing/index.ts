/** For tests of every room: a real MariaDB of their own. */
export { startPrivateMariaDb } from './private-mariadb.ts';
export type { PrivateMariaDb } from './private-mariadb.ts';
