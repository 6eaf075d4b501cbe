import { domainError } from '@renderonline/domain';

/**
 * Refuses servers that lack what the operations need (window functions, SKIP LOCKED, atomic DDL).
 *
 * @param rows what `select version() as version` gave.
 * @throws 'database-server-too-old'
 */
export function refuseOldServer(rows: unknown): void {
  const version = versionOf(rows);
  const isMariaDb = /mariadb/i.test(version);
  // Old MariaDB servers write '5.5.5-' before their own version, for old MySQL clients.
  const [major = 0, minor = 0] = version
    .replace(/^5\.5\.5-/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10));
  const isNewEnough = isMariaDb ? major > 10 || (major === 10 && minor >= 6) : major >= 8;
  if (isNewEnough) return;
  throw domainError(
    'database-server-too-old',
    `The database server is version ${version}. Upgrade it to MySQL 8 or MariaDB 10.6, or newer.`,
  );
}

function versionOf(rows: unknown): string {
  const first: unknown = Array.isArray(rows) ? rows[0] : undefined;
  return typeof first === 'object' && first !== null && 'version' in first ? String(first.version) : '';
}
