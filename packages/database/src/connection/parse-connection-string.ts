import { invalid, splitConnectionString } from './connection-pairs.ts';
import type { ConnectionSettings, SslMode } from './connection-settings.ts';

type Key = 'server' | 'port' | 'database' | 'user' | 'password' | 'sslMode';

/** ADO.NET's names (MySqlConnector and Connector/NET), lower case, and what they mean here. */
const keyAliases: Readonly<Record<string, Key>> = {
  server: 'server',
  host: 'server',
  'data source': 'server',
  datasource: 'server',
  address: 'server',
  addr: 'server',
  'network address': 'server',
  port: 'port',
  database: 'database',
  'initial catalog': 'database',
  'user id': 'user',
  userid: 'user',
  uid: 'user',
  user: 'user',
  'user name': 'user',
  username: 'user',
  password: 'password',
  pwd: 'password',
  sslmode: 'sslMode',
  'ssl mode': 'sslMode',
  'ssl-mode': 'sslMode',
};

const sslModes: Readonly<Record<string, SslMode>> = {
  none: 'none',
  disabled: 'none',
  preferred: 'preferred',
  prefered: 'preferred',
  required: 'required',
  verifyca: 'verify-ca',
  verifyfull: 'verify-full',
};

/**
 * Keys that 1.x's deployments carry and that ask for something we always do, or have no use for: read over.
 * Any other key is refused by its name, so that a slip of the pen does not pass for a setting.
 */
const ignoredKeys = new Set([
  'allow user variables',
  'allowuservariables',
  'allow zero datetime',
  'allowpublickeyretrieval',
  'allow public key retrieval',
  'charset',
  'character set',
  'connection timeout',
  'connect timeout',
  'convert zero datetime',
  'default command timeout',
  'guidformat',
  'maximum pool size',
  'max pool size',
  'minimum pool size',
  'min pool size',
  'persist security info',
  'pooling',
  'protocol',
  'treattinyasboolean',
  'treat tiny as boolean',
  // Of SQLite's connection strings.
  'version',
  'mode',
  'cache',
  'foreign keys',
]);

/**
 * Reads the specification's `ConnectionString`. `Data Source` alone names a file of SQLite; together with
 * any key that only a server has (Database, User Id, Port, …) it is a server.
 *
 * @throws 'connection-string-invalid' naming the key at fault, never a password.
 */
export function parseConnectionString(text: string): ConnectionSettings {
  const given = new Map<Key, string>();
  let serverKey = '';
  for (const [name, value] of splitConnectionString(text)) {
    const key = keyAliases[name];
    if (key === undefined) {
      if (ignoredKeys.has(name)) continue;
      throw invalid(`has the unknown key '${name}'`);
    }
    if (key === 'server') serverKey = name;
    given.set(key, value);
  }
  const server = given.get('server');
  if (server === undefined || server === '') throw invalid("lacks the key 'Server' (or 'Data Source')");
  const isDataSource = serverKey === 'data source' || serverKey === 'datasource';
  if (isDataSource && given.size === 1) return { kind: 'sqlite', path: server };
  return mysqlSettings(server, given);
}

function mysqlSettings(server: string, given: ReadonlyMap<Key, string>): ConnectionSettings {
  const database = given.get('database') ?? '';
  if (database === '') throw invalid("lacks the key 'Database'");
  const user = given.get('user') ?? '';
  if (user === '') throw invalid("lacks the key 'User Id'");
  const isSocket = server.startsWith('/');
  return {
    kind: 'mysql',
    host: isSocket ? 'localhost' : server,
    port: portOf(given.get('port')),
    ...(isSocket ? { socketPath: server } : {}),
    user,
    password: given.get('password') ?? '',
    database,
    sslMode: sslModeOf(given.get('sslMode')),
  };
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return 3306;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) throw invalid("needs a number from 1 to 65535 after 'Port'");
  return port;
}

function sslModeOf(text: string | undefined): SslMode {
  if (text === undefined || text === '') return 'preferred';
  const mode = sslModes[text.toLowerCase().replace(/[\s_-]/g, '')];
  if (mode === undefined) {
    throw invalid("needs None, Preferred, Required, VerifyCA or VerifyFull after 'SslMode'");
  }
  return mode;
}
