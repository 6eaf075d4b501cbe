import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { environment, installedServer, type ServerKind } from './server-kind.ts';

/** A MariaDB server of the test's own; a MySQL server where RENDERONLINE_TEST_MYSQLD names one. */
export interface PrivateMariaDb {
  readonly port: number;
  readonly socketPath: string;
  /** The connection string (over TCP, as users write it) of a database that `createDatabase` made. */
  connectionString(databaseName: string): string;
  /** Makes an empty database, with the server's default collation. */
  createDatabase(name: string): Promise<void>;
  /** Runs statements, several at once, as `mysql <database> < file` does. */
  runSql(databaseName: string, statements: string): Promise<void>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

const startLimitMs = 60_000;
const stopLimitMs = 10_000;
const user = 'renderonline';
const password = 'only-for-tests';

/**
 * Starts a MariaDB server in a temporary folder, on a port of its own at 127.0.0.1, for tests. A watcher
 * ends it when this process dies, even by SIGKILL. Takes 2 to 4 seconds.
 *
 * @throws when the server is not installed, saying how to install it
 */
export async function startPrivateMariaDb(): Promise<PrivateMariaDb> {
  const kind = installedServer();
  const folder = mkdtempSync(join(tmpdir(), 'renderonline-mariadb-'));
  const socketPath = join(folder, 'server.sock');
  let server: ChildProcess | undefined;
  try {
    installSystemTables(kind, folder);
    const port = await freePort();
    server = startServer(kind, folder, socketPath, port);
    await untilReachable(server, socketPath, folder);
    await createTestUser(socketPath);
    return facadeOf(server, { folder, socketPath, port });
  } catch (error) {
    server?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** A server refuses to run as root, so it runs as `mysql` then, which must own the folder. */
function asServerUser(folder: string): string[] {
  if (process.getuid?.() !== 0) return [];
  const id = (option: string) =>
    Number(spawnSync('id', [option, 'mysql'], { encoding: 'utf8' }).stdout.trim());
  chownSync(folder, id('-u'), id('-g'));
  chmodSync(folder, 0o755);
  return ['--user=mysql'];
}

function installSystemTables({ installation: [program, ...options] }: ServerKind, folder: string): void {
  // The installation starts a server as well: see --tmpdir below.
  const { status, stdout, stderr } = spawnSync(
    program,
    ['--no-defaults', `--datadir=${join(folder, 'data')}`, ...options, ...asServerUser(folder)],
    { env: { ...environment(), TMPDIR: folder }, encoding: 'utf8', timeout: startLimitMs },
  );
  if (status !== 0) throw new Error(`${program} could not make its tables: ${stderr} ${stdout}`);
}

/**
 * Its standard input is a pipe of ours that nobody writes to: it ends when we do, however we do, and then the
 * server is ended and its folder ($1) removed. A server that ends by itself says why before its folder goes.
 */
const watcher = `folder=$1; shift; exec 3<&0 4>&2 2>/dev/null
"$@" </dev/null & server=$!
{ cat <&3 >/dev/null; : >"$folder/asked-to-end"; kill -9 $server; } &
wait $server; status=$?
[ -e "$folder/asked-to-end" ] || {
  echo "The private database server has ended by itself ($status):"; tail -n 40 "$folder/server.log"
} >&4
rm -rf "$folder"`;

function startServer(kind: ServerKind, folder: string, socketPath: string, port: number): ChildProcess {
  const options = [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--socket=${socketPath}`,
    // Of its own: a server that starts removes the temporary tables that it finds, another server's too, which then
    // fails or crashes.
    `--tmpdir=${folder}`,
    `--pid-file=${join(folder, 'server.pid')}`,
    `--log-error=${join(folder, 'server.log')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    ...kind.options,
    // A test's database is thrown away: it need not survive a power cut.
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-flush-method=nosync',
    '--innodb-buffer-pool-size=64M',
    ...asServerUser(folder),
  ];
  const server = spawn('sh', ['-c', watcher, 'sh', folder, kind.program, ...options], {
    env: environment(),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  // Neither may keep a test runner alive that is done.
  server.unref();
  return server;
}

async function untilReachable(server: ChildProcess, socketPath: string, folder: string): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    try {
      const connection = await createConnection({ socketPath, user: 'root' });
      await connection.end();
      return;
    } catch (error) {
      if (server.exitCode === null && performance.now() < deadline) {
        await delay(50);
        continue;
      }
      const log = join(folder, 'server.log');
      const said = existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : '';
      throw new Error(`The private database server did not start. ${said}`, { cause: error });
    }
  }
}

async function createTestUser(socketPath: string): Promise<void> {
  const connection = await createConnection({ socketPath, user: 'root' });
  await connection.query(`create user '${user}'@'%' identified by '${password}'`);
  await connection.query(`grant all on *.* to '${user}'@'%'`);
  await connection.end();
}

function facadeOf(
  server: ChildProcess,
  { folder, socketPath, port }: { folder: string; socketPath: string; port: number },
): PrivateMariaDb {
  const run = async (statements: string, database?: string) => {
    const connection = await createConnection({
      socketPath,
      user: 'root',
      multipleStatements: true,
      ...(database === undefined ? {} : { database }),
    });
    try {
      await connection.query(statements);
    } finally {
      await connection.end();
    }
  };
  return {
    port,
    socketPath,
    connectionString: (name) =>
      `Server=127.0.0.1;Port=${port};Database=${name};User Id=${user};Password=${password};SslMode=None;`,
    createDatabase: (name) => run(`create database \`${name}\``),
    runSql: (name, statements) => run(statements, name),
    stop: () => stopServer(server, folder),
  };
}

async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    server.ref();
    const ended = once(server, 'exit', { signal: AbortSignal.timeout(stopLimitMs) });
    // Closing the pipe makes the watcher end the server.
    server.stdin?.end();
    await ended;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave out no port.');
  return address.port;
}
