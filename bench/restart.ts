import { setTimeout as delay } from 'node:timers/promises';
import { createClient, type Client } from '../packages/client/src/index.ts';
import { startTormentedFarm, untilReady } from '../tests/killed-on-purpose/tormented-farm.ts';
import { killAllPrograms } from '../tests/support/program.ts';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeMs } from './statistics.ts';

const machines = 4;
const frames = 160;
const frameMs = 1000;
const kills = 5;

/**
 * RenderAPI killed with -9 while four machines render, and started again: how long until it answers, until every
 * machine is back with its lease, and how many frames were rendered again for it.
 */
export async function benchRestart(): Promise<void> {
  const farm = await startTormentedFarm(0, machines);
  try {
    const { email, token } = farm.seeded;
    const client = createClient({ baseUrl: farm.address, email, token });
    const filePath = join(farm.folder, 'project.bin');
    await writeFile(filePath, 'a project');
    const { taskId } = await client.enqueue({
      engineId: 1,
      arguments: { start_frame: '1', end_frame: String(frames), frame_ms: String(frameMs) },
      ...{ filePath, fileName: 'project.bin' },
    });
    const answeredMs: number[] = [];
    const backMs: number[] = [];
    for (let count = 0; count < kills; count++) {
      await untilBusy(client);
      await delay(500);
      await farm.api.program.kill('SIGKILL');
      const begunMs = performance.now();
      farm.api.program = farm.api.start();
      await untilReady(farm.address, farm.api);
      answeredMs.push(performance.now() - begunMs);
      await untilBusy(client);
      backMs.push(performance.now() - begunMs);
    }
    const ended = (await Array.fromAsync(client.watchTask(taskId))).at(-1);
    const { attempts } = await client.attempts(taskId);
    const rendered = attempts
      .filter(({ outcome }) => outcome === 'succeeded')
      .reduce((sum, { firstFrame, lastFrame }) => sum + lastFrame - firstFrame + 1, 0);
    const lost = attempts.filter(({ outcome }) => outcome === 'machine-lost').length;
    console.log(`RenderAPI killed and started again, ${machines} machines rendering`);
    console.log(`  until it answers                  ${describeMs(answeredMs)}`);
    console.log(`  until all machines are back       ${describeMs(backMs)}`);
    console.log(
      `  the task has ${String(ended?.state)}: ${frames} frames, ${rendered} rendered, ${lost} leases lost`,
    );
  } finally {
    await killAllPrograms();
    for (const { proxy } of farm.machines) await proxy.close();
    await rm(farm.folder, { recursive: true });
  }
}

async function untilBusy(client: Client): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const { machines: list } = await client.machines();
    if (list.filter(({ state }) => state === 'busy').length === machines) return;
    await delay(20);
  }
  throw new Error('Not every machine renders within 30 s.');
}
