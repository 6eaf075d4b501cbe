import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Client } from '../../packages/client/src/index.ts';
import { startPrivateMariaDb } from '../../packages/database/src/testing/index.ts';
import { startApi, type Api } from '../../tests/support/farm.ts';
import { freePort, killAllPrograms, runCli } from '../../tests/support/program.ts';
import type { ConnectOrder } from './fleet-messages.ts';
import { addLinkMachines, startFleet, type Fleet } from './fleet.ts';

/** A real RenderAPI with simulated machines. */
export interface FleetFarm {
  readonly api: Api;
  readonly fleet: Fleet;
  readonly client: Client;
  /** Connects all machines; settles when each has been welcomed. */
  connect(engine: Pick<ConnectOrder, 'frameMs' | 'speeds' | 'notesStarts'>): Promise<void>;
  /** Submits a task of so many frames to the engine that the simulated machines have. */
  submit(frames: number): Promise<number>;
  end(): Promise<void>;
}

const template = 'bench --frames $RENDERONLINE:start_frame-$RENDERONLINE:end_frame';
const email = 'bench@example.com';

export interface FleetFarmOptions {
  readonly dialect: 'sqlite' | 'mariadb';
  readonly machines: number;
  /** Frames one by one to sessions; otherwise in ranges, a process each. */
  readonly hasSessions: boolean;
}

export async function startFleetFarm({
  dialect,
  machines: machineCount,
  hasSessions,
}: FleetFarmOptions): Promise<FleetFarm> {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-bench-'));
  const server = dialect === 'mariadb' ? await startPrivateMariaDb() : undefined;
  await server?.createDatabase('bench');
  const connectionString = server?.connectionString('bench') ?? `Data Source=${join(folder, 'farm.db')}`;
  const run = (...args: string[]) => runCli([...args, '--database', connectionString]);
  await run('db', 'migrate');
  await run('subscription', 'add', '--name', 'Bench', '--queue-limit', '1000');
  const user = await run('user', 'add', '--email', email, '--subscription', '1', '--json');
  const engine = [
    '--name',
    'bench',
    '--extension',
    '.bin',
    '--template',
    template,
    '--download-path',
    folder,
  ];
  for (const name of ['start_frame', 'end_frame']) {
    await run('argtype', 'add', name, '--type', 'natural');
  }
  await run('engine', 'add', ...engine, '--adapter', hasSessions ? 'blender' : 'command');
  const machines = await addLinkMachines(connectionString, machineCount);
  const port = await freePort();
  const api = await startApi(folder, {
    ConnectionString: connectionString,
    ...{ Port: String(port), BindAddress: '127.0.0.1' },
  });
  const client = createClient({
    baseUrl: api.address,
    email,
    token: (JSON.parse(user) as { token: string }).token,
  });
  const fleet = startFleet();
  const filePath = join(folder, 'project.bin');
  await writeFile(filePath, 'a project');
  return {
    ...{ api, fleet, client },
    connect: (of) => fleet.connect({ address: api.address, machines, hasSessions, ...of }),
    submit: async (frames) => {
      const frameArguments = { start_frame: '1', end_frame: String(frames) };
      const options = { engineId: 1, arguments: frameArguments, filePath, fileName: 'project.bin' };
      return (await client.enqueue(options)).taskId;
    },
    end: async () => {
      fleet.end();
      await killAllPrograms();
      await server?.stop();
      await rm(folder, { recursive: true });
    },
  };
}
