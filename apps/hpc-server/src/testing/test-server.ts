import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockEnginePath } from '@renderonline/engines';
import { createLogger } from '@renderonline/runtime';
import { startHpcServer } from '../server/start-hpc-server.ts';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { callHpc, type HpcCaller } from './hpc-caller.ts';

export const mockEngine = {
  engineId: 'mock',
  executablePath: process.execPath,
  leadingArguments: [mockEnginePath],
};

/** For tests: settings with the mock engine, a free port on loopback and a folder of their own. */
export async function testSettings(overrides: Partial<HpcServerSettings> = {}): Promise<HpcServerSettings> {
  return {
    port: 0,
    isPortGiven: true,
    bindAddress: '127.0.0.1',
    renderingEngines: [mockEngine],
    trustedRenderApis: ['127.0.0.0/8', '::1'],
    dataDirectory: await mkdtemp(join(tmpdir(), 'renderonline-hpc-')),
    maxLogBytes: 1024 * 1024,
    keepAttempts: 50,
    stopGraceMs: 300,
    maxRenderMs: 0,
    slots: null,
    findsEngines: false,
    hungAfterMs: null,
    cacheBytes: 1024 * 1024 * 1024,
    sharedContents: null,
    sharePort: null,
    outputBufferBytes: 1024 * 1024 * 1024,
    sessionIdleMs: 60_000,
    sessionMemoryMb: null,
    userIdleMs: 300_000,
    maxOutboxBytes: 1024 * 1024,
    ...overrides,
  };
}

export interface TestServer extends HpcCaller {
  readonly settings: HpcServerSettings;
  readonly port: number;
  readonly guardianPid: () => number | undefined;
  close(): Promise<void>;
}

/** For tests: an HPCServer in this process, and its folder removed at the end. */
export async function startTestServer(overrides: Partial<HpcServerSettings> = {}): Promise<TestServer> {
  const settings = await testSettings(overrides);
  const server = await startHpcServer(settings, { log: createLogger({ name: 'test', level: 'silent' }) });
  return {
    ...callHpc(server.port),
    settings,
    port: server.port,
    guardianPid: () => server.guardianPid,
    async close() {
      await server.close();
      await rm(settings.dataDirectory, { recursive: true, force: true });
    },
  };
}
