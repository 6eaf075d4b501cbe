import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '../packages/client/src/index.ts';
import { until } from '../tests/support/program.ts';
import { startBenchFarm } from './bench-farm.ts';
import { describeMs } from './statistics.ts';

/** Date prints the nanoseconds at which its own `main` runs, and HPCServer keeps what it prints. */
const engine = { executable: '/usr/bin/date', template: '+%s%N' };
const samples = 100;

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** How long an idle farm takes from the beginning of a submission until the renderer's `main` runs. */
export async function benchSubmitToStart(): Promise<void> {
  const spawns = Array.from({ length: samples }, () => {
    const before = nowMs();
    return (
      Number(spawnSync(engine.executable, [engine.template], { encoding: 'utf8' }).stdout) / 1e6 - before
    );
  });
  const farm = await startBenchFarm(engine, true);
  try {
    const client = createClient({
      baseUrl: farm.api.address,
      ...farm.credentials,
    });
    const filePath = join(farm.folder, 'RenderAPI.json');
    const measured: number[] = [];
    for (let count = 0; count < samples; count++) {
      const before = nowMs();
      const options = { engineId: 1, arguments: {}, filePath, fileName: 'empty.bin' };
      const { taskId } = await client.enqueue(options);
      await Array.fromAsync(client.watchTask(taskId));
      measured.push((await startedAtMs(join(farm.folder, 'node'), taskId)) - before);
    }
    console.log(`submit → main() of the renderer   ${describeMs(measured)}`);
    console.log(`  a bare spawn on this computer   ${describeMs(spawns)}`);
  } finally {
    await farm.end();
  }
}

async function startedAtMs(dataDirectory: string, taskId: number): Promise<number> {
  const attempts = join(dataDirectory, 'attempts');
  const folder = (await readdir(attempts)).find((name) => name.includes(`-task-${taskId}-`));
  if (folder === undefined) throw new Error(`There is no log of task ${taskId} in ${attempts}`);
  const log = join(attempts, folder, 'output.log');
  const line = await until(log, async () => /^\d{19}$/m.exec(await readFile(log, 'utf8'))?.[0]);
  return Number(line) / 1e6;
}
