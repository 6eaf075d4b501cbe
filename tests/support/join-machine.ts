import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli, startCli, until, type Program } from './program.ts';

/** A farm that a machine may join. */
export interface JoinedFarm {
  readonly folder: string;
  readonly address: string;
  readonly connectionString: string;
}

/**
 * Pairs a machine of this computer with a farm and starts it; it is there when RenderAPI says so.
 *
 * @param settings of its HPCServer.json, beyond where its files are
 */
export async function joinMachine(farm: JoinedFarm, name: string, settings: object = {}): Promise<Program> {
  const home = join(farm.folder, name);
  await mkdir(home);
  await writeFile(join(home, 'HPCServer.json'), JSON.stringify({ DataDirectory: 'data', ...settings }));
  const pairing = await runCli(['machine', 'pair', '--json', '--database', farm.connectionString]);
  const { code } = JSON.parse(pairing) as { code: string };
  const args = ['node', '--join', farm.address, '--code', code, '--name', name];
  const program = startCli(args, { cwd: home });
  await until(`${name} to join`, () => program.output().includes('linked to RenderAPI'), {
    explain: () => program.output(),
  });
  return program;
}
