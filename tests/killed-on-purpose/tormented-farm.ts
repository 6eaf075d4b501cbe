import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockEnginePath } from '../../packages/engines/src/index.ts';
import { startBreakableProxy, type BreakableProxy } from '../support/breakable-proxy.ts';
import { freePort, runCli, startCli, until, type Program } from '../support/program.ts';
import { seedFarm, type SeededFarm } from '../support/seed-farm.ts';

/** One program of the farm, which may be dead at the moment. */
export interface Victim {
  readonly name: string;
  program: Program;
  start(): Program;
}

/** A machine, and its cable. */
export interface TormentedMachine extends Victim {
  readonly proxy: BreakableProxy;
}

export interface TormentedFarm {
  readonly folder: string;
  readonly seeded: SeededFarm;
  readonly address: string;
  /** In the environment of every program of this farm, renderers included. */
  readonly marker: string;
  readonly api: Victim;
  readonly machines: readonly [TormentedMachine, ...TormentedMachine[]];
}

const engine = [
  ...['--name', 'Mock', '--extension', '.bin', '--template'],
  'mock --frames $RENDERONLINE:start_frame-$RENDERONLINE:end_frame --frame-ms $RENDERONLINE:frame_ms ' +
    '--write $RENDERONLINE:@output_directory/frame_####.png',
];

/** A real RenderAPI, and machines that joined it, each over a cable of its own. */
export async function startTormentedFarm(seed: number, machineCount: number): Promise<TormentedFarm> {
  const folder = await mkdtemp(join(tmpdir(), `renderonline-torment-${seed}-`));
  const seeded = await seedFarm(folder, { engine, queueLimit: 10 });
  const database = ['--database', seeded.connectionString];
  for (const name of ['start_frame', 'end_frame', 'frame_ms']) {
    await runCli(['argtype', 'add', name, '--type', 'natural', ...database]);
  }
  const env = { TORMENTED_FARM: folder };
  const port = await freePort();
  const configuration = join(folder, 'RenderAPI.json');
  await writeFile(
    configuration,
    JSON.stringify({
      ConnectionString: seeded.connectionString,
      Port: String(port),
      BindAddress: '127.0.0.1',
    }),
  );
  const start = () => startCli(['api', '--config', configuration], { cwd: folder, env });
  const api: Victim = { name: 'RenderAPI', program: start(), start };
  const address = `http://127.0.0.1:${port}`;
  await untilReady(address, api);

  const machines: TormentedMachine[] = [];
  for (let number = 1; number <= machineCount; number++) {
    machines.push(await joinMachine(`machine-${number}`, { folder, port, database, env }));
  }
  const [first, ...others] = machines;
  if (first === undefined) throw new Error('a farm needs a machine');
  return {
    folder,
    seeded,
    address,
    marker: `TORMENTED_FARM=${folder}`,
    api,
    machines: [first, ...others],
  };
}

export async function untilReady(address: string, api: Victim): Promise<void> {
  await until(
    'RenderAPI to be ready',
    () =>
      fetch(`${address}/readyz`).then(
        async (response) => (await response.text(), response.ok),
        () => false,
      ),
    { explain: () => api.program.output() },
  );
}

async function joinMachine(
  name: string,
  farm: { folder: string; port: number; database: string[]; env: Record<string, string> },
): Promise<TormentedMachine> {
  const proxy = await startBreakableProxy(farm.port);
  const home = join(farm.folder, name);
  await mkdir(home);
  const configuration = join(home, 'HPCServer.json');
  await writeFile(
    configuration,
    JSON.stringify({
      DataDirectory: join(home, 'data'),
      RenderingEngines: [{ EngineId: 'Mock', ExecutablePath: mockEnginePath }],
    }),
  );
  const pairing = await runCli(['machine', 'pair', '--json', ...farm.database]);
  const { code } = JSON.parse(pairing) as { code: string };
  const options = { cwd: home, env: farm.env };
  const base = ['node', '--config', configuration];
  const program = startCli([...base, '--join', proxy.address, '--code', code, '--name', name], options);
  const machine: TormentedMachine = { name, proxy, program, start: () => startCli(base, options) };
  await until(
    `${name} to join`,
    async () => {
      const list = await runCli(['machine', 'list', '--json', ...farm.database]);
      return (JSON.parse(list) as { name: string }[]).some((row) => row.name === name);
    },
    { explain: () => program.output() },
  );
  return machine;
}
