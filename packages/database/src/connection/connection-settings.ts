/** A database file of SQLite; `:memory:` lives as long as its connection. */
export interface SqliteSettings {
  readonly kind: 'sqlite';
  readonly path: string;
}

/** How the connection to a MySQL or MariaDB server is encrypted, in ADO.NET's words. */
export type SslMode = 'none' | 'preferred' | 'required' | 'verify-ca' | 'verify-full';

/** A database of a MySQL 8 or MariaDB 10.6+ server. */
export interface MysqlSettings {
  readonly kind: 'mysql';
  readonly host: string;
  readonly port: number;
  /** Set in place of host and port when Server is a path. */
  readonly socketPath?: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly sslMode: SslMode;
}

export type ConnectionSettings = SqliteSettings | MysqlSettings;

/** Names the place for people; never holds a password. */
export function describeSettings(settings: ConnectionSettings): string {
  if (settings.kind === 'sqlite') return `SQLite ${settings.path}`;
  const place = settings.socketPath ?? `${settings.host}:${settings.port}`;
  return `MySQL ${settings.user}@${place}/${settings.database}`;
}
