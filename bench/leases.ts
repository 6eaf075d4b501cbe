import { setTimeout as delay } from 'node:timers/promises';
import { startFleetFarm, type FleetFarm } from './fleet/fleet-farm.ts';
import { useOf } from './fleet/process-use.ts';

interface LeaseCase {
  readonly dialect: 'sqlite' | 'mariadb';
  readonly machines: number;
  readonly waitingFrames: number;
}

const warmUpMs = 3000;
/** A queue that is submitted as a whole; a shorter one would be empty before it is measured. */
const longQueue = 100_000;
const measuredMs = 10_000;

const cases: readonly LeaseCase[] = [
  { dialect: 'sqlite', machines: 100, waitingFrames: 100_000 },
  { dialect: 'sqlite', machines: 1000, waitingFrames: 1000 },
  { dialect: 'sqlite', machines: 1000, waitingFrames: 100_000 },
  { dialect: 'sqlite', machines: 10_000, waitingFrames: 100_000 },
  { dialect: 'mariadb', machines: 100, waitingFrames: 100_000 },
  { dialect: 'mariadb', machines: 1000, waitingFrames: 100_000 },
  { dialect: 'mariadb', machines: 10_000, waitingFrames: 100_000 },
];

/**
 * Frames that simulated machines finish at once: how many leases a second RenderAPI gives out and takes back, with
 * every completion committed, and what it uses meanwhile.
 */
export async function benchLeases(): Promise<void> {
  console.log(
    'leases a second (granted, sent, started, completed, committed), by machines and waiting frames',
  );
  for (const what of cases) console.log(`  ${await measure(what)}`);
}

async function measure({ dialect, machines, waitingFrames }: LeaseCase): Promise<string> {
  const farm = await startFleetFarm({ dialect, machines, hasSessions: true });
  try {
    const before = useOf(farm.api.program.pid);
    await farm.connect({
      ...{ frameMs: 0, speeds: [1] },
      notesStarts: false,
    });
    const connected = useOf(farm.api.program.pid);
    const refilling = waitingFrames < longQueue ? refill(farm, waitingFrames) : undefined;
    if (refilling === undefined) await keepWaiting(farm, waitingFrames);
    await delay(warmUpMs);
    const [first, use] = [await farm.fleet.count(), useOf(farm.api.program.pid)];
    const begunMs = performance.now();
    await delay(measuredMs);
    const [last, after] = [await farm.fleet.count(), useOf(farm.api.program.pid)];
    const tookMs = performance.now() - begunMs;
    await refilling?.stop();
    const rate = ((last.leasesDone - first.leasesDone) * 1000) / tookMs;
    const perMachine = (connected.memoryBytes - before.memoryBytes) / machines / 1024;
    return [
      `${dialect.padEnd(7)} ${String(machines).padStart(6)} machines ${String(waitingFrames).padStart(7)} frames`,
      `${rate.toFixed(0).padStart(7)}/s`,
      `CPU ${(((after.cpuMs - use.cpuMs) / tookMs) * 100).toFixed(0)} % of a core`,
      `memory ${(after.memoryBytes / 2 ** 20).toFixed(0)} MiB (${perMachine.toFixed(1)} KiB a machine)`,
    ].join('   ');
  } finally {
    await farm.end();
  }
}

/** At least so many frames wait while it is measured: tasks of that size, five deep. */
async function keepWaiting(farm: FleetFarm, frames: number): Promise<void> {
  const tasks = Math.ceil(300_000 / frames);
  for (let count = 0; count < tasks; count++) await farm.submit(frames);
}

/** Submits a task of that size whenever the one before has begun to be rendered: about so many frames wait all the time. */
function refill(farm: FleetFarm, frames: number): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const refilling = (async () => {
    while (!stopping.signal.aborted) {
      const taskId = await farm.submit(frames);
      for await (const { state } of farm.client.watchTask(taskId)) if (state !== 'queued') break;
    }
  })();
  return {
    stop() {
      stopping.abort();
      return refilling;
    },
  };
}
