import type { FarmState } from './farm-state.ts';
import { nextSpeed } from './pace.ts';
import type { LeaseRecord } from './records.ts';

/** Clocks have limits, and some frames take none of it. */
const shortestFrameMs = 0.01;

/** The lease's machine did a frame in so many milliseconds: that tells of the machine and of the task. */
export function noteFrameTime(state: FarmState, { task, machine }: LeaseRecord, frameMs: number): void {
  const measuredMs = Number.isFinite(frameMs) ? Math.max(shortestFrameMs, frameMs) : shortestFrameMs;
  const { medianMs } = task.pace;
  if (medianMs !== undefined) {
    const speed = nextSpeed(machine.speed, machine.speedMeasurements, medianMs, measuredMs);
    state.machines.setSpeed(machine, speed);
  }
  task.history.add(machine.machineId, measuredMs);
  task.pace.addFrame(measuredMs * machine.speed);
}
