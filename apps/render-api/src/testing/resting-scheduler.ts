import { cancelTask, setQuarantine, type Database } from '@renderonline/database';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { FramesChanged } from '../scheduling/tasks/frames-changed.ts';

export interface RestingScheduler extends Scheduler {
  /** How often something was enqueued. */
  wakes(): number;
  /** Calls those who listen for changes of a task. */
  tell(taskId: number): void;
  /** Calls those who listen for changes of frames. */
  tellFrames(change: FramesChanged): void;
}

/** A scheduler without machines, for tests of everything around it: tasks wait until they are canceled. */
export function createRestingScheduler(database: Database): RestingScheduler {
  const listeners = new Set<(taskId: number) => void>();
  const frameListeners = new Set<(change: FramesChanged) => void>();
  let wakeCount = 0;
  return {
    start: () => Promise.resolve(),
    wake() {
      wakeCount += 1;
    },
    wakes: () => wakeCount,
    async cancelTask(taskId) {
      const { wasQueued } = await cancelTask(database, { taskId, nowMs: Date.now() });
      return { wasQueued };
    },
    progressOf: () => undefined,
    waitingReasonOf: () => 'no machine',
    forecast: () => undefined,
    machines: () => [],
    load: () => undefined,
    leaseOf: () => undefined,
    leasesOfMachine: () => [],
    outputsInPlace: () => Promise.resolve(),
    refreshMachines: () => Promise.resolve(),
    releaseMachine: (machineId) => setQuarantine(database.db, { machineId, reason: null }),
    onTaskChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(taskId) {
      for (const listener of listeners) listener(taskId);
    },
    onFramesChanged(listener) {
      frameListeners.add(listener);
      return () => frameListeners.delete(listener);
    },
    tellFrames(change) {
      for (const listener of frameListeners) listener(change);
    },
    isLeader: () => true,
    close: () => Promise.resolve(),
  };
}
