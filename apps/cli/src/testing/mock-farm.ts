import { join } from 'node:path';
import {
  addArgumentType,
  addEngine,
  addMachine,
  addSubscription,
  addUser,
  migrateDatabase,
  openDatabase,
} from '@renderonline/database';
import { mockEnginePath } from '@renderonline/engines';
import { loadHpcServerSettings, startHpcServer } from '@renderonline/hpc-server';
import { hashToken, loadRenderApiSettings, startRenderApi } from '@renderonline/render-api';
import { createLogger } from '@renderonline/runtime';

export interface MockFarm {
  readonly address: string;
  readonly email: string;
  readonly token: string;
  close(): Promise<void>;
}

const template = [
  '--frames $RENDERONLINE:start_frame-$RENDERONLINE:end_frame --frame-ms $RENDERONLINE:frame_ms?',
  '--exit-code $RENDERONLINE:exit_code? --write $RENDERONLINE:@output_directory/frame_####.png',
  '$RENDERONLINE:@uploaded_file',
].join(' ');

/** A real RenderAPI and a real HPCServer in this process, whose renderer is the mock engine. */
export async function startMockFarm(folder: string): Promise<MockFarm> {
  const log = createLogger({ name: 'mock-farm', level: 'silent' });
  const node = await startHpcServer(
    await loadHpcServerSettings({
      env: {},
      cwd: folder,
      flags: {
        Port: 0,
        BindAddress: '127.0.0.1',
        RenderingEngines: [
          { EngineId: 'mock', ExecutablePath: process.execPath, LeadingArguments: [mockEnginePath] },
        ],
      },
    }),
    { log },
  );
  const connectionString = `Data Source="${join(folder, 'farm.db')}"`;
  const email = 'ada@example.com';
  const token = 'a-token-for-tests';
  const database = await openDatabase(connectionString);
  await migrateDatabase(database);
  await addSubscription(database.db, { name: 'Default', queueLimit: 3 });
  await addUser(database.db, {
    email,
    firstName: '',
    lastName: '',
    subscriptionId: 1,
    isActive: true,
    token: await hashToken(token),
  });
  for (const argtypeId of ['start_frame', 'end_frame', 'frame_ms', 'exit_code']) {
    await addArgumentType(database.db, { argtypeId, type: 'natural', regex: null });
  }
  const downloadPath = join(folder, 'downloads');
  await addEngine(database.db, { name: 'mock', extension: '.mock', downloadPath, renderArgument: template });
  await addMachine(database.db, { name: 'box', ipAddress: '127.0.0.1', port: node.port });
  await database.close();
  const api = await startRenderApi(
    await loadRenderApiSettings({
      env: {},
      cwd: folder,
      flags: { ConnectionString: connectionString, Port: 0, BindAddress: '127.0.0.1', MaxAttempts: 1 },
    }),
    { log },
  );
  return {
    address: `http://127.0.0.1:${api.port}`,
    email,
    token,
    close: async () => {
      await api.close();
      await node.close();
    },
  };
}
