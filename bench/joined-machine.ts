import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli, startCli, until, type Program } from '../tests/support/program.ts';
import type { BenchFarm } from './bench-farm.ts';

export interface JoinedMachine {
  readonly program: Program;
  /** Its HPCServer.json, with which it is started again. */
  readonly configuration: string;
  /** Where it keeps logs of attempts and all else. */
  readonly dataDirectory: string;
}

/** Joins a real HPCServer to the farm over the machine link, with one engine; settles when it is connected. */
export async function joinMachine(
  farm: BenchFarm,
  { name, engine }: { readonly name: string; readonly engine: { EngineId: string; ExecutablePath: string } },
): Promise<JoinedMachine> {
  const home = join(farm.folder, name);
  const dataDirectory = join(home, 'data');
  await mkdir(home);
  const configuration = join(home, 'HPCServer.json');
  await writeFile(
    configuration,
    JSON.stringify({
      DataDirectory: dataDirectory,
      FindEngines: false,
      RenderingEngines: [engine],
      KeepAttempts: 10_000,
    }),
  );
  const database = `Data Source=${join(farm.folder, 'farm.db')}`;
  const pairing = await runCli(['machine', 'pair', '--json', '--database', database]);
  const { code } = JSON.parse(pairing) as { code: string };
  const joining = ['--join', farm.api.address, '--code', code, '--name', name];
  const program = startCli(['node', '--config', configuration, ...joining], { cwd: farm.folder });
  await untilLinked(program);
  return { program, configuration, dataDirectory };
}

/** Settles when a starting HPCServer has been welcomed by RenderAPI. */
export async function untilLinked(node: Program): Promise<void> {
  await until('the machine to be linked', () => node.output().includes('"linked to RenderAPI"'), {
    explain: () => node.output(),
  });
}
