import type { TaskCounts } from './farm.ts';
import type { TaskRecord } from './records.ts';
import { pendingFrames } from './task-readiness.ts';

/** How many frames of the task are where. */
export function countTask(task: TaskRecord): TaskCounts {
  const pending = pendingFrames(task);
  const { framesLeased: leased, framesDone: done, framesFailed: failed } = task;
  return {
    pending,
    leased,
    done,
    failed,
    total: pending + leased + done + failed,
    leases: task.leases.size,
    machines: task.workers.size,
    isPaused: task.facts.isPaused,
  };
}
