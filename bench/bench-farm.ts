import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, startNode } from '../tests/support/farm.ts';
import type { Api } from '../tests/support/farm.ts';
import { freePort, killAllPrograms, runCli } from '../tests/support/program.ts';

export interface BenchFarm {
  readonly folder: string;
  readonly api: Api;
  readonly headers: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

export interface BenchEngine {
  readonly executable: string;
  /** The engine's argument template. */
  readonly template: string;
}

/** A real farm on SQLite in a temporary folder: RenderAPI, and with an engine one HPCServer that runs it. */
export async function startBenchFarm(engine: BenchEngine, withNode: boolean): Promise<BenchFarm> {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-bench-'));
  const downloads = join(folder, 'downloads');
  await mkdir(downloads);
  const ConnectionString = `Data Source=${join(folder, 'farm.db')}`;
  const database = ['--database', ConnectionString];
  const [apiPort, nodePort] = [await freePort(), await freePort()];
  await runCli(['db', 'migrate', ...database]);
  await runCli(['subscription', 'add', '--name', 'Bench', '--queue-limit', '1000', ...database]);
  const user = await runCli([
    'user',
    'add',
    '--email',
    'a@b.c',
    '--subscription',
    '1',
    '--json',
    ...database,
  ]);
  const engineOptions = ['--name', 'bench', '--extension', '.bin', '--template', engine.template];
  await runCli(['engine', 'add', ...engineOptions, '--download-path', downloads, ...database]);
  if (withNode) {
    await runCli(['machine', 'add', '--address', '127.0.0.1', '--port', String(nodePort), ...database]);
    await startNode(folder, {
      Port: String(nodePort),
      DataDirectory: join(folder, 'node'),
      RenderingEngines: [{ EngineId: 'bench', ExecutablePath: engine.executable }],
    });
  }
  const api = await startApi(folder, { ConnectionString, Port: String(apiPort) });
  return {
    folder,
    api,
    headers: { email: 'a@b.c', token: (JSON.parse(user) as { token: string }).token },
    end: async () => {
      await killAllPrograms();
      await rm(folder, { recursive: true });
    },
  };
}
