import { migrateDatabase, openDatabase } from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import type { FastifyInstance } from 'fastify';
import { createApp } from '../app.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { loadRenderApiSettings } from '../settings/load-settings.ts';

/** The description of an app's routes, as it is committed in apps/render-api/openapi.json. */
export function openApiText(app: FastifyInstance): string {
  return `${JSON.stringify(app.swagger(), null, 2)}\n`;
}

/** The description of RenderAPI with its defaults; nothing is started, and nothing written. */
export async function describeApi(): Promise<string> {
  const database = await openDatabase('Data Source=:memory:');
  try {
    await migrateDatabase(database);
    const app = await createApp({
      settings: await loadRenderApiSettings({ env: {}, cwd: import.meta.dirname }),
      database,
      scheduler: restingScheduler,
      log: createLogger({ name: 'render-api', level: 'silent' }),
      nowMs: () => Date.now(),
    });
    await app.ready();
    const text = openApiText(app);
    await app.close();
    return text;
  } finally {
    await database.close();
  }
}

const restingScheduler: Scheduler = {
  start: () => Promise.resolve(),
  wake: () => undefined,
  cancelTask: () => Promise.resolve({ wasQueued: false }),
  progressOf: () => undefined,
  waitingReasonOf: () => undefined,
  forecast: () => undefined,
  machines: () => [],
  load: () => undefined,
  leaseOf: () => undefined,
  leasesOfMachine: () => [],
  outputsInPlace: () => Promise.resolve(),
  refreshMachines: () => Promise.resolve(),
  releaseMachine: () => Promise.resolve(),
  onTaskChanged: () => () => undefined,
  onFramesChanged: () => () => undefined,
  isLeader: () => false,
  close: () => Promise.resolve(),
};
