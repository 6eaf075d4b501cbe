import { statfs } from 'node:fs/promises';
import { cpus, freemem, loadavg } from 'node:os';
import type { Heartbeat } from '@renderonline/contract/link';

const megabyte = 1024 * 1024;
/** Disks fill slowly, and one that hangs must not hold up the heartbeats. */
const lookAtDiskEveryMs = 10_000;

export type Load = Pick<Heartbeat, 'loadAverage' | 'cpuFraction' | 'freeMemoryMb' | 'freeDiskMb'>;

/** How busy this computer is; the use of its CPUs is that since the last question. */
export function createLoadSampler(dataDirectory: string, nowMs: () => number): () => Load {
  let before = cpuTimes();
  let freeDiskMb: number | null = null;
  let lookedAtMs = -Infinity;
  let isLooking = false;

  async function lookAtDisk(): Promise<void> {
    isLooking = true;
    try {
      const { bavail, bsize } = await statfs(dataDirectory);
      freeDiskMb = Math.round((bavail * bsize) / megabyte);
    } catch {
      freeDiskMb = null;
    } finally {
      isLooking = false;
    }
  }

  return () => {
    if (!isLooking && nowMs() - lookedAtMs >= lookAtDiskEveryMs) {
      lookedAtMs = nowMs();
      void lookAtDisk();
    }
    const now = cpuTimes();
    const total = now.total - before.total;
    const cpuFraction = total <= 0 ? null : Math.min(1, Math.max(0, 1 - (now.idle - before.idle) / total));
    before = now;
    return {
      loadAverage: process.platform === 'win32' ? null : (loadavg()[0] ?? null),
      cpuFraction,
      freeMemoryMb: Math.round(freemem() / megabyte),
      freeDiskMb,
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
