// The scheduler over real HTTP against our own HPCServer, which knows attempts, with an engine that speaks like
// Blender.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { startHpcServer, type RunningHpcServer } from '@renderonline/hpc-server';
import { createLogger } from '@renderonline/runtime';
import { storedLogOf } from '../attempt-logs/stored-log.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { openTestFarm, until, type TestFarm } from '../scheduling/testing/test-farm.ts';
import { startHpcScheduler, untilIdle } from './testing/start-hpc-scheduler.ts';

const log = createLogger({ name: 'test', level: 'silent' });
const engines = dirname(createRequire(import.meta.url).resolve('@renderonline/engines'));
const mockEngine = join(engines, 'mock/mock-engine.ts');

let farm: TestFarm;
let server: RunningHpcServer | undefined;
let scheduler: Scheduler | undefined;

beforeEach(async () => {
  farm = await openTestFarm('blender');
});
afterEach(async () => {
  await scheduler?.close();
  await server?.close();
  [scheduler, server] = [undefined, undefined];
  await farm.close();
});

async function startServer(trustedRenderApis: string[]): Promise<number> {
  const settings = {
    port: 0,
    isPortGiven: true,
    bindAddress: '127.0.0.1',
    renderingEngines: [
      { engineId: 'Blender', executablePath: process.execPath, leadingArguments: [mockEngine] },
    ],
    trustedRenderApis,
    dataDirectory: join(farm.folder, 'node'),
    maxLogBytes: 1_000_000,
    keepAttempts: 5,
    stopGraceMs: 500,
    maxRenderMs: 0,
    slots: null,
    findsEngines: false,
    hungAfterMs: 0,
    cacheBytes: 1_000_000,
    sharedContents: null,
    sharePort: null,
    outputBufferBytes: 1_000_000,
    sessionIdleMs: 1000,
    sessionMemoryMb: null,
    userIdleMs: 1000,
    maxOutboxBytes: 1_000_000,
  };
  server = await startHpcServer(settings, { log });
  return farm.addMachine('render1', server.port);
}

const frames = '--frames $RENDERONLINE:start_frame-$RENDERONLINE:end_frame';
const values = { start_frame: '1', end_frame: '4' };

test('frames are seen as they are done, and the attempt has its log', async () => {
  const machineId = await startServer(['127.0.0.1']);
  scheduler = await startHpcScheduler(farm);
  await untilIdle(scheduler, machineId);
  const range = [{ first: 1, last: 4 }];
  const folder = join(farm.folder, '1', '638603640000000000');
  await mkdir(folder, { recursive: true });
  const template = `${frames} --frame-ms 200`;
  const filePath = join(folder, 'scene.blend');
  const taskId = await farm.enqueue({ template, values, filePath, frames: range });
  scheduler.wake();
  const progress = await until('a frame to be done', () => {
    const now = scheduler?.progressOf(taskId);
    return now !== undefined && now.framesDone > 0 && now;
  });
  const logNow = async () => {
    const [running] = await farm.attempts(taskId);
    assert.ok(running);
    return textOfLog((await farm.details(taskId)).render.filePath, running.attemptId);
  };
  await until('its first lines', async () => (await logNow()).includes('Fra:1 '));
  assert.equal((await farm.details(taskId)).task.state, 'running');
  assert.equal(progress.framesTotal, 4);
  assert.ok(progress.framesPerSecond !== null);
  await until('the end', async () => (await farm.details(taskId)).task.state === 'succeeded');
  const [attempt] = await farm.attempts(taskId);
  assert.equal(attempt?.exitCode, 0);
  assert.notEqual(attempt.logPath, null);
  const text = await until('the end of the log', async () => {
    const now = await logNow();
    return now.includes('[RenderOnline: succeeded') && now;
  });
  const times = text
    .trimEnd()
    .split('\n')
    .map((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z /.test(line));
  assert.ok(times.every(Boolean), 'every line has its time');
  const lastSamples = [...text.matchAll(/Fra:(\d) .*Sample 4\/4/g)].map(([, frame]) => Number(frame));
  assert.deepEqual(lastSamples, [1, 2, 3, 4], 'every line is there once');
});

async function textOfLog(filePath: string, attemptId: number): Promise<string> {
  let text = '';
  const log = await storedLogOf(filePath, { attemptId, logTail: null });
  for await (const { bytes } of log.read(0)) text += bytes.toString();
  return text;
}

test('a crash is told from a failure', async () => {
  const machineId = await startServer(['127.0.0.1']);
  scheduler = await startHpcScheduler(farm, { maxAttempts: 2 });
  await untilIdle(scheduler, machineId);
  const oneFrame = { values, frames: [{ first: 1, last: 1 }] };
  const crashing = await farm.enqueue({ template: `${frames} --kill-self SIGSEGV`, ...oneFrame });
  const failing = await farm.enqueue({ template: `${frames} --exit-code 7`, ...oneFrame });
  scheduler.wake();
  await until('both to fail', async () => {
    const states = await Promise.all([crashing, failing].map(async (taskId) => farm.details(taskId)));
    return states.every(({ task }) => task.state === 'failed');
  });
  const [crash] = await farm.attempts(crashing);
  assert.deepEqual([crash?.outcome, crash?.signalName], ['crashed', 'SIGSEGV']);
  const [failure] = await farm.attempts(failing);
  assert.deepEqual([failure?.outcome, failure?.exitCode], ['failed', 7]);
});

test('a machine that does not trust this RenderAPI says so, and the task’s owner is told', async () => {
  await startServer(['10.9.8.7']);
  scheduler = await startHpcScheduler(farm);
  const taskId = await farm.enqueue({ template: frames, values });
  scheduler.wake();
  await until('the refusal', () => scheduler?.machines()[0]?.state === 'refusing');
  await until('the reason', () => scheduler?.waitingReasonOf(taskId)?.includes('takes no orders'));
  assert.deepEqual(await farm.attempts(taskId), []);
});
