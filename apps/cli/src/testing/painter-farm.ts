import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type Client } from '@renderonline/client';
import { addEngine, openDatabase } from '@renderonline/database';
import { enginePresets, findExecutable } from '@renderonline/engines';
import { loadHpcServerSettings, startHpcServer } from '@renderonline/hpc-server';
import { loadRenderApiSettings, startRenderApi } from '@renderonline/render-api';
import { createLogger } from '@renderonline/runtime';
import { addMissingArgumentTypes } from '../engines/add-engine.ts';
import { joinOwnFarm } from '../quickstart/join-own-farm.ts';
import { seedFarm } from '../quickstart/seed-farm.ts';
import { createFakeIo } from './fake-io.ts';
import { painterPath } from './painter-path.ts';

/** A farm in this process, with one machine on a link that has the painter and ffmpeg. */
export interface PainterFarm {
  readonly address: string;
  readonly email: string;
  readonly token: string;
  readonly ffmpeg: string;
  readonly client: Client;
  /** Engines by their names. */
  readonly engineIds: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const template = [
  '--frames $RENDERONLINE:start_frame-$RENDERONLINE:end_frame --frame-ms $RENDERONLINE:frame_ms?',
  '--write $RENDERONLINE:@output_directory/frame_####.png $RENDERONLINE:@uploaded_file',
].join(' ');

export async function startPainterFarm(folder: string): Promise<PainterFarm> {
  const log = createLogger({ name: 'painter-farm', level: 'silent' });
  const ffmpeg = await findExecutable('ffmpeg');
  if (ffmpeg === undefined) throw new Error('ffmpeg is missing: install it, like `apt install ffmpeg`');
  const connectionString = `Data Source="${join(folder, 'farm.db')}"`;
  const [email, token] = ['ada@example.com', 'a-token-for-tests'];
  const database = await openDatabase(connectionString);
  const io = createFakeIo();
  const downloadPath = join(folder, 'downloads');
  await seedFarm(io, database, { profile: { address: '', email, token }, downloadPath });
  await addMissingArgumentTypes(io, database.db, [{ argtypeId: 'frame_ms', type: 'natural', regex: null }]);
  const painter = { name: 'painter', extension: '.paint', downloadPath, renderArgument: template };
  await addEngine(database.db, painter);
  const flags = { ConnectionString: connectionString, Port: 0, BindAddress: '127.0.0.1', MaxAttempts: 1 };
  const api = await startRenderApi(await loadRenderApiSettings({ env: {}, cwd: folder, flags }), { log });
  const address = `http://127.0.0.1:${api.port}`;
  const dataDirectory = join(folder, 'node');
  await mkdir(dataDirectory);
  await joinOwnFarm(database, { address, dataDirectory });
  await database.close();
  const node = await startHpcServer(
    await loadHpcServerSettings({
      env: {},
      cwd: folder,
      flags: {
        DataDirectory: dataDirectory,
        FindEngines: false,
        RenderingEngines: [
          { EngineId: 'painter', ExecutablePath: process.execPath, LeadingArguments: [painterPath] },
          { EngineId: enginePresets['ffmpeg-frames'].name, ExecutablePath: ffmpeg },
          { EngineId: enginePresets['ffmpeg-images'].name, ExecutablePath: ffmpeg },
        ],
      },
    }),
    { log },
  );
  const client = createClient({ baseUrl: address, email, token });
  const { engines } = await client.engines();
  return {
    ...{ address, email, token, ffmpeg, client },
    engineIds: new Map(engines.map(({ name, engineId }) => [name, engineId])),
    async close() {
      await node.close();
      await api.close();
    },
  };
}
