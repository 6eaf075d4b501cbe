import { generateToken, loadRenderApiSettings, startRenderApi } from '@renderonline/render-api';
import { openDatabase } from '@renderonline/database';
import { enginePresets, findExecutable } from '@renderonline/engines';
import { startHpcServer, loadHpcServerSettings } from '@renderonline/hpc-server';
import { farmProfilePath, findProfile, writeProfile, type Profile } from '../credentials/profile.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { createFarmLog } from './farm-log.ts';
import type { FarmFolder } from './farm-folder.ts';
import { joinOwnFarm } from './join-own-farm.ts';
import { seedFarm } from './seed-farm.ts';

export interface FarmWishes {
  readonly folder: FarmFolder;
  readonly blender: string;
  readonly listen: string;
  readonly port: number;
}

/** RenderAPI and one HPCServer, in this process. */
export interface RunningFarm {
  readonly profile: Profile;
  readonly profilePath: string;
  readonly connectionString: string;
  /** Ends both, and every renderer with them. */
  close(): Promise<void>;
}

/** Starts the farm of a folder: the rows, RenderAPI, and HPCServer, which joins it. After a failure nothing of it is left running. */
export async function startFarm(io: CliIo, wishes: FarmWishes): Promise<RunningFarm> {
  const { folder } = wishes;
  const log = createFarmLog(folder.log);
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (let next = closers.pop(); next !== undefined; next = closers.pop()) await next();
  };
  try {
    const profile = await farmProfile(io, wishes);
    const connectionString = `Data Source="${folder.database}"`;
    await withFarmDatabase(connectionString, async (database) => {
      await seedFarm(io, database, { profile, downloadPath: folder.downloads });
      await joinOwnFarm(database, { address: profile.address, dataDirectory: folder.hpcServer });
    });
    const settings = await loadRenderApiSettings({
      env: {},
      cwd: folder.path,
      flags: {
        ConnectionString: connectionString,
        Port: wishes.port,
        BindAddress: wishes.listen,
        ContentsDirectory: folder.contents,
      },
    });
    const api = await startRenderApi(settings, { log: log('render-api') });
    closers.push(() => api.close());
    const node = await startHpcServer(await nodeSettings(io, wishes), { log: log('hpc-server') });
    closers.push(() => node.close());
    const profilePath = farmProfilePath(folder.path);
    await writeProfile(profilePath, profile);
    return { profile, profilePath, connectionString, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens the farm's database for one piece of work. */
export async function withFarmDatabase<T>(
  connectionString: string,
  work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(connectionString, { poolSize: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function nodeSettings(io: CliIo, { folder, blender }: FarmWishes) {
  const ffmpeg = await findExecutable('ffmpeg', { env: io.env });
  const ofFrames = ['ffmpeg-frames', 'ffmpeg-images'] as const;
  const encoders = ofFrames.map((name) => ({
    EngineId: enginePresets[name].name,
    ExecutablePath: ffmpeg ?? '',
  }));
  return loadHpcServerSettings({
    env: {},
    cwd: folder.path,
    flags: {
      DataDirectory: folder.hpcServer,
      // Both are on this computer: nothing is copied.
      SharedContents: folder.contents,
      // The demo is built for this Blender, and no other that may lie around.
      FindEngines: false,
      RenderingEngines: [
        { EngineId: enginePresets.blender.name, ExecutablePath: blender },
        ...(ffmpeg === undefined ? [] : encoders),
      ],
    },
  });
}

// Keeps the credentials of an earlier start; a profile that cannot be read is replaced.
async function farmProfile(io: CliIo, { folder, listen, port }: FarmWishes): Promise<Profile> {
  const host = ['0.0.0.0', '::'].includes(listen) ? '127.0.0.1' : listen;
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const before = await findProfile(io, farmProfilePath(folder.path)).catch((error: unknown) => {
    if (error instanceof CliError) return undefined;
    throw error;
  });
  const { email, token } = before?.profile ?? { email: 'quickstart@localhost', token: generateToken() };
  return { address, email, token };
}
