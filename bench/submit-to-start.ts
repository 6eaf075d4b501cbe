import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '../packages/client/src/index.ts';
import { until } from '../tests/support/program.ts';
import { startBenchFarm } from './bench-farm.ts';
import { joinMachine } from './joined-machine.ts';
import { describeMs } from './statistics.ts';

/** Date prints the nanoseconds at which its own `main` runs, and HPCServer keeps what it prints. */
const date = '/usr/bin/date';
const template = '+%s%N';
const samples = 300;

function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** How long an idle farm takes from the beginning of a submission until the renderer's `main` runs. */
export async function benchSubmitToStart(): Promise<void> {
  const spawns = Array.from({ length: samples }, () => {
    const before = nowMs();
    return Number(spawnSync(date, [template], { encoding: 'utf8' }).stdout) / 1e6 - before;
  });
  const farm = await startBenchFarm({ template });
  try {
    const engine = { EngineId: 'bench', ExecutablePath: date };
    const { dataDirectory } = await joinMachine(farm, { name: 'machine', engine });
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
      measured.push((await startedAtMs(join(dataDirectory, 'attempts'), taskId)) - before);
    }
    console.log(`submit → main() of the renderer   ${describeMs(measured)}`);
    console.log(`  a bare spawn on this computer   ${describeMs(spawns)}`);
  } finally {
    await farm.end();
  }
}

async function startedAtMs(attempts: string, taskId: number): Promise<number> {
  const line = await until(`a log of task ${taskId} in ${attempts}`, async () => {
    const name = (await readdir(attempts)).find((known) => known.includes(`-task-${taskId}-`));
    const text = name === undefined ? '' : await readFile(join(attempts, name), 'utf8');
    return /^(?:\S+ )?(\d{19})$/m.exec(text)?.[1];
  });
  return Number(line) / 1e6;
}
