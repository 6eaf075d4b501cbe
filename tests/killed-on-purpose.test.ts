// RenderAPI, four machines and a task of 200 quick frames; for a minute everything is killed, frozen, restarted
// and cut off at random. Other seeds: RENDERONLINE_TEST_SEEDS=7,8,9 node --test tests/killed-on-purpose.test.ts
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test, type TestContext } from 'node:test';
import { createClient } from '../packages/client/src/index.ts';
import {
  assertFilesWhole,
  assertNothingAgain,
  assertTablesConsistent,
} from './killed-on-purpose/assert-ended-right.ts';
import { observeTask, taskState } from './killed-on-purpose/observed-task.ts';
import { torment } from './killed-on-purpose/torment.ts';
import { startTormentedFarm, untilReady, type TormentedFarm } from './killed-on-purpose/tormented-farm.ts';
import { processesWith } from './support/processes-of.ts';
import { killAllPrograms, until } from './support/program.ts';
import { seededRandom } from '../simulator/random/seeded-random.ts';

const frameCount = 200;
const tormentMs = 60_000;
const machineCount = 4;
const seeds = (process.env.RENDERONLINE_TEST_SEEDS ?? '1,2').split(',').map(Number);

describe('everything killed on purpose', { concurrency: 2 }, () => {
  after(killAllPrograms);

  for (const seed of seeds) {
    test(`seed ${seed}: every frame is there once, whole, and nothing is left`, async (context) => {
      const farm = await startTormentedFarm(seed, machineCount);
      let isRight = false;
      try {
        await tormentedTask(farm, seed, context);
        isRight = true;
      } finally {
        // The other seeds' farms go on.
        await Promise.all([farm.api, ...farm.machines].map(({ program }) => program.kill('SIGKILL')));
        await Promise.all(farm.machines.map(({ proxy }) => proxy.close()));
        if (isRight) await rm(farm.folder, { recursive: true });
        else context.diagnostic(`the farm's folder is kept: ${farm.folder}`);
      }
    });
  }
});

async function tormentedTask(farm: TormentedFarm, seed: number, context: TestContext): Promise<void> {
  const { email, token, downloads } = farm.seeded;
  const databasePath = join(farm.folder, 'farm.db');
  const project = join(farm.folder, 'project.bin');
  await writeFile(project, 'a project');
  const { taskId } = await createClient({ baseUrl: farm.address, email, token }).enqueue({
    ...{ engineId: 1, filePath: project, fileName: 'project.bin' },
    arguments: { start_frame: '1', end_frame: String(frameCount), frame_ms: '1000' },
  });
  const observed = observeTask(databasePath, taskId);
  const story = () => done.join('\n');
  const done = await torment(farm, seededRandom(seed), tormentMs);
  await untilReady(farm.address, farm.api);
  const tormentEndedMs = performance.now();
  const state = await until(
    'the task to end',
    async () => {
      const now = await taskState(farm.address, { email, token }, taskId);
      return now !== undefined && now !== 'queued' && now !== 'running' ? now : undefined;
    },
    { limitMs: 180_000, explain: () => `${story()}\n${farm.api.program.output().slice(-5000)}` },
  ).finally(() => observed.stop());
  const settledInMs = performance.now() - tormentEndedMs;
  assert.equal(state, 'succeeded', story());
  assert.deepEqual(observed.takenBack, [], 'what was done stays done');

  await until('the renderers to end', () => renderersOf(farm).length === 0, {
    limitMs: 20_000,
    explain: () => JSON.stringify(renderersOf(farm)),
  });
  const attempts = assertTablesConsistent(databasePath, taskId, frameCount);
  assertNothingAgain(attempts, observed.doneSeenAtMs);
  await assertFilesWhole(databasePath, taskId, downloads, frameCount);

  for (const { program } of [...farm.machines, farm.api]) program.child.kill('SIGTERM');
  await until('every process to end', () => processesWith(farm.marker).length === 0, {
    limitMs: 20_000,
    explain: () => JSON.stringify(processesWith(farm.marker)),
  });
  context.diagnostic(
    `${done.length} torments, ${attempts.length} attempts, done ${(settledInMs / 1000).toFixed(1)} s after the last`,
  );
}

function renderersOf(farm: TormentedFarm) {
  return processesWith(farm.marker).filter(({ commandLine }) => commandLine.includes('mock-engine'));
}
