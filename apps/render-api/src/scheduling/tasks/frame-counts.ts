import { findTask, type Database, type FrameCounts } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';

/** The frames of rendering tasks by state, as last read: they change only when a lease begins or ends. */
export interface FrameCountsCache {
  of(taskId: number): FrameCounts | undefined;
  refresh(taskId: number): Promise<void>;
  /** Forgets every task but these. */
  keepOnly(taskIds: ReadonlySet<number>): void;
}

export function createFrameCountsCache(database: Database, log: Logger): FrameCountsCache {
  const counts = new Map<number, FrameCounts>();
  return {
    of: (taskId) => counts.get(taskId),
    async refresh(taskId) {
      try {
        const details = await findTask(database.db, { taskId });
        if (details !== undefined) counts.set(taskId, details.frames);
      } catch (error) {
        log.debug({ taskId, err: error }, "a task's frames could not be counted");
      }
    },
    keepOnly(taskIds) {
      for (const taskId of counts.keys()) if (!taskIds.has(taskId)) counts.delete(taskId);
    },
  };
}
