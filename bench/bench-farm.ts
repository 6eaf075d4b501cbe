import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '../tests/support/farm.ts';
import type { Api } from '../tests/support/farm.ts';
import { freePort, killAllPrograms } from '../tests/support/program.ts';
import { seedFarm } from '../tests/support/seed-farm.ts';

export interface BenchFarm {
  readonly folder: string;
  readonly api: Api;
  readonly credentials: { readonly email: string; readonly token: string };
  end(): Promise<void>;
}

/** The one engine of the farm: a preset, or `bench` for files that end in `.bin`. */
export type BenchEngine = { readonly preset: string } | { readonly template: string };

/** A real RenderAPI on SQLite in a temporary folder, without machines. */
export async function startBenchFarm(engine: BenchEngine): Promise<BenchFarm> {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-bench-'));
  const port = await freePort();
  const farm = await seedFarm(folder, {
    engine:
      'preset' in engine
        ? ['--preset', engine.preset]
        : ['--name', 'bench', '--extension', '.bin', '--template', engine.template],
    queueLimit: 1000,
  });
  const api = await startApi(folder, {
    ConnectionString: farm.connectionString,
    Port: String(port),
    BindAddress: '127.0.0.1',
  });
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
