import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** The database server that tests run: what sets MariaDB and MySQL apart. */
export interface ServerKind {
  readonly program: string;
  /** The program, with its options, that makes the system tables and a root without a password. */
  readonly installation: readonly [program: string, ...options: string[]];
  /** Options of the server. */
  readonly options: readonly string[];
}

/**
 * MariaDB, or the MySQL server whose program the environment variable RENDERONLINE_TEST_MYSQLD names.
 *
 * @throws when it is not installed, saying how to install it
 */
export function installedServer(): ServerKind {
  const mysqld = process.env.RENDERONLINE_TEST_MYSQLD ?? '';
  const kind = mysqld === '' ? mariaDb : mysql(mysqld);
  for (const program of [kind.program, kind.installation[0]]) {
    if (spawnSync(program, ['--version'], { env: environment() }).status === 0) continue;
    throw new Error(
      mysqld === ''
        ? `${program} was not found: the tests need a MariaDB server. On Debian and Ubuntu: apt-get install mariadb-server. ` +
            'On other systems install MariaDB 10.6 or newer and put its programs on the PATH.'
        : `RENDERONLINE_TEST_MYSQLD names ${program}, which does not run: name the mysqld of a MySQL 8 server.`,
    );
  }
  return kind;
}

/** Debian keeps the server's program in /usr/sbin, which is not on everybody's PATH. */
export function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` };
}

const mariaDb: ServerKind = {
  program: 'mariadbd',
  installation: ['mariadb-install-db', '--auth-root-authentication-method=normal', '--skip-test-db'],
  options: ['--character-set-server=utf8mb4', '--collation-server=utf8mb4_general_ci'],
};

/** With its own character set, collation (utf8mb4_0900_ai_ci) and authentication (caching_sha2_password). */
function mysql(program: string): ServerKind {
  // Without certificates it offers no TLS, as MariaDB.
  const common = [`--basedir=${dirname(dirname(program))}`, '--auto-generate-certs=OFF'];
  return {
    program,
    installation: [program, '--initialize-insecure', ...common],
    options: [...common, '--mysqlx=OFF', '--sync-binlog=0'],
  };
}
