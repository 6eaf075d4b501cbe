import { statfs } from 'node:fs/promises';
import { cpus, freemem, loadavg } from 'node:os';
import type { Fingerprint, Heartbeat } from '@renderonline/contract/link';
import { programRunner } from '../../fingerprint/run-program.ts';
import { readCpuCelsius } from './temperatures/cpu-celsius.ts';
import { readGpuLoad, type GpuLoad } from './temperatures/gpu-load.ts';

const megabyte = 1024 * 1024;
/** Disks fill and processors warm up slowly, and one that hangs must not hold up the heartbeats. */
const lookEveryMs = 10_000;
const nvidiaLimitMs = 5000;

export type Load = Pick<
  Heartbeat,
  'loadAverage' | 'cpuFraction' | 'freeMemoryMb' | 'freeDiskMb' | 'cpuCelsius' | 'gpuCelsius' | 'gpuFraction'
>;

/**
 * How busy this computer is; the use of its CPUs is that since the last question, the rest as it was a moment ago.
 *
 * @param gpus as the fingerprint has them: NVIDIA's program is asked where it told of their memory
 */
export function createLoadSampler(
  dataDirectory: string,
  nowMs: () => number,
  gpus: Fingerprint['gpus'],
): () => Load {
  const run = programRunner(nvidiaLimitMs);
  let hasNvidia = process.platform !== 'darwin' && gpus.some(({ memoryMb }) => memoryMb !== null);
  let before = cpuTimes();
  let freeDiskMb: number | null = null;
  let cpuCelsius: number | null = null;
  let gpu: GpuLoad = { gpuCelsius: null, gpuFraction: null };
  let lookedAtMs = -Infinity;
  let isLooking = false;

  async function look(): Promise<void> {
    isLooking = true;
    const [disk, processor, card] = await Promise.all([
      statfs(dataDirectory).catch(() => null),
      process.platform === 'linux' ? readCpuCelsius() : null,
      hasNvidia ? readGpuLoad(run) : null,
    ]);
    freeDiskMb = disk && Math.round((disk.bavail * disk.bsize) / megabyte);
    cpuCelsius = processor;
    // A program that failed once is not started every few seconds for ever.
    hasNvidia = card !== null;
    gpu = card ?? { gpuCelsius: null, gpuFraction: null };
    isLooking = false;
  }

  return () => {
    if (!isLooking && nowMs() - lookedAtMs >= lookEveryMs) {
      lookedAtMs = nowMs();
      void look();
    }
    const now = cpuTimes();
    const total = now.total - before.total;
    const cpuFraction = total <= 0 ? null : Math.min(1, Math.max(0, 1 - (now.idle - before.idle) / total));
    before = now;
    return {
      loadAverage: process.platform === 'win32' ? null : (loadavg()[0] ?? null),
      cpuFraction,
      freeMemoryMb: Math.round(freemem() / megabyte),
      ...{ freeDiskMb, cpuCelsius, ...gpu },
    };
  };
}

function cpuTimes(): { total: number; idle: number } {
  let total = 0;
  let idle = 0;
  for (const { times } of cpus()) {
    total += times.user + times.nice + times.sys + times.irq + times.idle;
    idle += times.idle;
  }
  return { total, idle };
}
