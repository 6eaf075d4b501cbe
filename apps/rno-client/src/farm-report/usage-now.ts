import type { MachineStatus, TaskSnapshot } from '@renderonline/contract';

/** How busy a farm is at one moment. */
export interface Usage {
  readonly machines: number;
  /** Those that are there. */
  readonly online: number;
  /** Renders under way, of those that the machines that are there could do at a time; null without any. */
  readonly usedFraction: number | null;
  readonly running: number;
  readonly queued: number;
  /** Of tasks that run or wait. */
  readonly framesLeft: number;
}

/** @param tasks those that the reader sees */
export function usageNow(
  machines: readonly MachineStatus[],
  tasks: ReadonlyMap<number, TaskSnapshot>,
): Usage {
  const online = machines.filter(({ state }) => state === 'idle' || state === 'busy');
  const slots = online.reduce((sum, machine) => sum + machine.slots, 0);
  const used = online.reduce(
    (sum, machine) =>
      sum + Math.min(machine.slots, machine.leases.filter(({ isRunning }) => isRunning).length),
    0,
  );
  const counted = { running: 0, queued: 0, framesLeft: 0 };
  for (const { state, progress } of tasks.values()) {
    if (state !== 'running' && state !== 'queued') continue;
    counted[state] += 1;
    counted.framesLeft += progress.framesTotal - progress.framesDone - progress.framesFailed;
  }
  return {
    machines: machines.length,
    online: online.length,
    usedFraction: slots === 0 ? null : used / slots,
    ...counted,
  };
}
