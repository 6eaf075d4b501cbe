import { startFleetFarm } from './fleet/fleet-farm.ts';
import { percentile } from './statistics.ts';

const frames = 250;
const equal = Array.from({ length: 8 }, () => 1);
/** From a quarter to four times, in equal steps of the logarithm. */
const unequal = Array.from({ length: 8 }, (_, at) => 2 ** (-2 + (4 * at) / 7));

const cases = [
  { name: '2 machines, 0.5 and 2 ×', speeds: [0.5, 2], hasSessions: true },
  { name: '4 machines, 0.25-4 ×', speeds: [0.25, 0.6, 1.6, 4], hasSessions: true },
  { name: '8 machines, equal', speeds: equal, hasSessions: true },
  { name: '8 machines, 0.25-4 ×', speeds: unequal, hasSessions: true },
  { name: '8 machines, 0.25-4 ×, ranges', speeds: unequal, hasSessions: false },
] as const;

const frameMs = 400;

/** Makespan of 250 frames over machines that sleep in place of rendering, over the real protocol. */
export async function benchMakespan(): Promise<void> {
  console.log(`makespan ÷ (work ÷ sum of speeds), ${frames} frames of ${frameMs} ms`);
  for (const { name, speeds, hasSessions } of cases) {
    const farm = await startFleetFarm({ dialect: 'sqlite', machines: speeds.length, hasSessions });
    try {
      await farm.connect({
        ...{ frameMs, speeds },
        notesStarts: false,
      });
      const begunMs = performance.now();
      await Array.fromAsync(farm.client.watchTask(await farm.submit(frames)));
      const idealMs = (frames * frameMs) / speeds.reduce((sum, speed) => sum + speed, 0);
      console.log(`  ${name.padEnd(30)} ${((performance.now() - begunMs) / idealMs).toFixed(3)}`);
    } finally {
      await farm.end();
    }
  }
}

const trials = 8;

/** How long until the frame of a machine that was killed or frozen is started on another one. */
export async function benchRecovery(): Promise<void> {
  for (const how of ['kill', 'freeze'] as const) {
    const tookMs: number[] = [];
    for (let trial = 0; trial < (how === 'kill' ? trials : trials / 4); trial++)
      tookMs.push(await recoverOnce(how));
    console.log(
      `${how === 'kill' ? 'killed' : 'frozen'} machine → its frame runs elsewhere   p50 ${percentile(tookMs, 0.5).toFixed(0)} ms, longest ${Math.max(...tookMs).toFixed(0)} ms (n = ${tookMs.length})`,
    );
  }
}

async function recoverOnce(how: 'kill' | 'freeze'): Promise<number> {
  const farm = await startFleetFarm({ dialect: 'sqlite', machines: 2, hasSessions: true });
  try {
    await farm.connect({
      ...{ frameMs: 20_000, speeds: [1] },
      notesStarts: true,
    });
    // One frame: the second machine is idle until the first is gone.
    const taskId = await farm.submit(1);
    const startsOf = async () =>
      (await farm.fleet.count({ withStarts: true })).startedAtMs[`${taskId}/1`] ?? [];
    while ((await startsOf()).length === 0);
    const [holder] = (await farm.client.task(taskId)).attempts;
    const atMs = performance.timeOrigin + performance.now();
    farm.fleet[how](holder?.machine?.machineId ?? 0);
    let starts = await startsOf();
    while (starts.length < 2) starts = await startsOf();
    return (starts[1] ?? Number.NaN) - atMs;
  } finally {
    await farm.end();
  }
}
