import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from './program.ts';

export interface SeededFarm {
  readonly connectionString: string;
  readonly downloads: string;
  readonly email: string;
  readonly token: string;
}

export interface FarmSeed {
  /** Options of `engine add`; the Blender preset by default. */
  readonly engine?: readonly string[];
  readonly queueLimit?: number;
  /** Ports of nodes on this computer. */
  readonly nodePorts?: readonly number[];
}

/** Makes a farm's SQLite database in a folder by the administrator's commands: one user, engine 1, nodes. */
export async function seedFarm(folder: string, seed: FarmSeed = {}): Promise<SeededFarm> {
  const { engine = ['--preset', 'blender'], queueLimit = 3, nodePorts = [] } = seed;
  const downloads = join(folder, 'downloads');
  await mkdir(downloads);
  const connectionString = `Data Source=${join(folder, 'farm.db')}`;
  const run = (...args: string[]) => runCli([...args, '--database', connectionString]);
  await run('db', 'migrate');
  await run('subscription', 'add', '--name', 'Test', '--queue-limit', String(queueLimit));
  const email = 'user@example.com';
  const user = await run('user', 'add', '--email', email, '--subscription', '1', '--json');
  await run('engine', 'add', ...engine, '--download-path', downloads);
  for (const port of nodePorts) {
    await run('machine', 'add', '--address', '127.0.0.1', '--port', String(port));
  }
  return { connectionString, downloads, email, token: (JSON.parse(user) as { token: string }).token };
}
