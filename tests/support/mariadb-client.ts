import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs SQL with the command-line client, as an administrator would; resolves with its tab-separated rows. */
export async function mariadbClient(socketPath: string, sql: string): Promise<string> {
  const args = [
    '--no-defaults',
    '-u',
    'root',
    `--socket=${socketPath}`,
    '-N',
    '-B',
    '--default-character-set=utf8mb4',
  ];
  const running = run('mariadb', [...args, 'renderonline']);
  running.child.stdin?.end(sql);
  return (await running).stdout;
}
