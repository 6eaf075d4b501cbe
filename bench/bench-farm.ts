import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi, startNode } from '../tests/support/farm.ts';
import type { Api } from '../tests/support/farm.ts';
import { freePort, killAllPrograms } from '../tests/support/program.ts';
import { seedFarm } from '../tests/support/seed-farm.ts';

export interface BenchFarm {
  readonly folder: string;
  readonly api: Api;
  readonly credentials: { readonly email: string; readonly token: string };
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
  const [apiPort, nodePort] = [await freePort(), await freePort()];
  const farm = await seedFarm(folder, {
    engine: ['--name', 'bench', '--extension', '.bin', '--template', engine.template],
    queueLimit: 1000,
    nodePorts: withNode ? [nodePort] : [],
  });
  if (withNode) {
    await startNode(folder, {
      Port: String(nodePort),
      DataDirectory: join(folder, 'node'),
      RenderingEngines: [{ EngineId: 'bench', ExecutablePath: engine.executable }],
    });
  }
  const api = await startApi(folder, { ConnectionString: farm.connectionString, Port: String(apiPort) });
  return {
    folder,
    api,
    credentials: { email: farm.email, token: farm.token },
    end: async () => {
      await killAllPrograms();
      await rm(folder, { recursive: true });
    },
  };
}
