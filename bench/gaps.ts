import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '../packages/client/src/index.ts';
import { startBenchFarm } from './bench-farm.ts';
import { joinMachine } from './joined-machine.ts';
import { describeMs } from './statistics.ts';

/** Date prints the nanoseconds at which its own `main` runs, and ends: from one to the next is a gap. */
const date = '/usr/bin/date';
const units = 300;

/**
 * From the end of a process to the start of the next one on a machine that has joined, when every task is one
 * process that takes no time; beside a loop that spawns and waits on the same computer.
 */
export async function benchProcessGaps(): Promise<void> {
  const bare = await gapsOfBareLoop();
  const farm = await startBenchFarm({ template: '+%s%N' });
  try {
    const client = createClient({ baseUrl: farm.api.address, ...farm.credentials });
    const filePath = join(farm.folder, 'RenderAPI.json');
    const submitted: number[] = [];
    for (let count = 0; count < units; count++) {
      const options = { engineId: 1, arguments: {}, filePath, fileName: 'empty.bin' };
      submitted.push((await client.enqueue(options)).taskId);
    }
    const engine = { EngineId: 'bench', ExecutablePath: date };
    const { dataDirectory } = await joinMachine(farm, { name: 'machine', engine });
    for (const taskId of submitted) await Array.fromAsync(client.watchTask(taskId));
    const gaps = differences(await startsIn(join(dataDirectory, 'attempts')));
    console.log(`gap between processes of a machine  ${describeMs(gaps)}`);
    console.log(`  a bare loop on this computer      ${describeMs(bare)}`);
  } finally {
    await farm.end();
  }
}

async function gapsOfBareLoop(): Promise<number[]> {
  const startsMs: number[] = [];
  for (let count = 0; count < units; count++) {
    const child = spawn(date, ['+%s%N'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    await once(child, 'close');
    startsMs.push(Number(text) / 1e6);
  }
  return differences(startsMs);
}

async function startsIn(attempts: string): Promise<number[]> {
  const startsMs: number[] = [];
  for (const name of await readdir(attempts)) {
    const line = /^(?:\S+ )?(\d{19})$/m.exec(await readFile(join(attempts, name), 'utf8'))?.[1];
    if (line !== undefined) startsMs.push(Number(line) / 1e6);
  }
  if (startsMs.length < units) throw new Error(`Only ${startsMs.length} of ${units} processes left a log.`);
  return startsMs.sort((a, b) => a - b);
}

function differences(startsMs: readonly number[]): number[] {
  return startsMs.slice(1).map((startMs, at) => startMs - (startsMs[at] ?? startMs));
}
