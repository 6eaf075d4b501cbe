import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '../../packages/client/src/index.ts';
import { startBenchFarm, type BenchFarm } from '../bench-farm.ts';
import { joinMachine, type JoinedMachine } from '../joined-machine.ts';
import { makeFiles, type FileSet } from './made-files.ts';
import { copyFiles, secondsSince, sendFiles, uploadFiles, type ClientRun } from './ways.ts';

const mebibyte = 2 ** 20;
/** The files, a copy of them, RenderAPI's, the task's main file, the machine's, and room. */
const copiesAtOnce = 6;
/** The client remembers no hashes of files that were written a moment ago. */
const settledMs = 4000;

/**
 * Projects of a few large and of very many small files: up by the client and down by a machine, beside `cp -r` and a
 * plain connection to a program that writes, in random order on the same disk.
 *
 * @param input.isShort a tenth of the size
 */
export async function benchProjectFiles({ isShort }: { readonly isShort: boolean }): Promise<void> {
  const part = isShort ? 10 : 1;
  const sets: FileSet[] = [
    { title: 'large', count: 5, bytesEach: Math.ceil(1024 / part) * mebibyte },
    { title: 'small', count: 10_000 / part, bytesEach: 20_000 },
  ];
  const farm = await startBenchFarm({ template: '+%s' });
  try {
    await requireRoom(farm.folder, sets);
    const engine = { EngineId: 'bench', ExecutablePath: '/usr/bin/date' };
    const machine = await joinMachine(farm, { name: 'machine', engine });
    for (const set of sets) await benchSet(farm, machine, set);
  } finally {
    await farm.end();
  }
}

async function benchSet(farm: BenchFarm, machine: JoinedMachine, set: FileSet): Promise<void> {
  const folder = await makeFiles(farm.folder, set);
  await delay(settledMs);
  const copy = join(farm.folder, 'copy');
  let cp = NaN;
  let socket = NaN;
  let up: ClientRun | undefined;
  const ways = [
    async () => (cp = await copyFiles(folder, copy)),
    async () => (socket = await sendFiles(folder, copy)),
    async () => (up = await uploadFiles(folder, farm)),
  ];
  for (const way of inRandomOrder(ways)) await way();
  if (up === undefined) throw new Error('Nothing was uploaded');
  const again = await uploadFiles(folder, farm);
  const down = await fetchBy(farm, up.projectId);
  const tell = (what: string, seconds: number, more = '') => {
    const rate = (set.count * set.bytesEach) / mebibyte / seconds;
    const ratios = `${(cp / seconds).toFixed(2)} × cp, ${(socket / seconds).toFixed(2)} × socket`;
    const figures = `${seconds.toFixed(1)} s, ${rate.toFixed(0)} MiB/s, ${(set.count / seconds).toFixed(0)} files/s`;
    console.log(`  ${what.padEnd(20)} ${figures}; ${ratios}${more}`);
  };
  console.log(`project of ${set.count} files of ${(set.bytesEach / 1000).toFixed(0)} kB`);
  tell('cp -r and sync', cp);
  tell('socket and sync', socket);
  tell('up, by the client', up.seconds);
  const times = `, ${(up.seconds / again.seconds).toFixed(1)} × as fast as the first time`;
  tell('up again, unchanged', again.seconds, `${times}, ${again.sentBytes} bytes sent`);
  tell('down, by a machine', down);
  const peaks = {
    RenderAPI: farm.api.program.peakMemoryBytes(),
    client: up.peakMemoryBytes,
    machine: machine.program.peakMemoryBytes(),
  };
  const memory = Object.entries(peaks).map(([who, bytes]) => `${who} ${(bytes / mebibyte).toFixed(0)} MiB`);
  console.log(`  memory at most       ${memory.join(', ')}`);
}

/** Seconds from a task of the project to its end, on a machine that fetches all of it and then runs `date`. */
async function fetchBy(farm: BenchFarm, projectId: number): Promise<number> {
  const client = createClient({ baseUrl: farm.api.address, ...farm.credentials });
  const startedAt = performance.now();
  const { taskId } = await client.submit({ engineId: 1, arguments: {}, projectId });
  let state = '';
  for await (const snapshot of client.watchTask(taskId)) ({ state } = snapshot);
  if (state !== 'succeeded') throw new Error(`The task of the project is ${state}`);
  return secondsSince(startedAt);
}

async function requireRoom(folder: string, sets: readonly FileSet[]): Promise<void> {
  const needed = copiesAtOnce * sets.reduce((sum, { count, bytesEach }) => sum + count * bytesEach, 0);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= needed) return;
  const gibibytes = (bytes: number) => (bytes / 2 ** 30).toFixed(0);
  throw new Error(
    `${folder} needs ${gibibytes(needed)} GiB of room, and ${gibibytes(bavail * bsize)} are free: try --short`,
  );
}

function inRandomOrder<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
