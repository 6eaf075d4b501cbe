import { cancelTask } from '../index.ts';
import { doneOf, endOf, startMs, startOf, type Farm } from './farm.ts';

/** Tasks of three frames that have ended, each in another way. */
export interface EndedTasks {
  /** The first frame done, the second failed, the third never begun. */
  readonly failed: () => Promise<number>;
  /** Every frame done. */
  readonly succeeded: () => Promise<number>;
  /** The first frame done, the others never begun. */
  readonly canceled: () => Promise<number>;
}

export function endedTasks(farm: () => Farm): EndedTasks {
  const submit = () => farm().submit({ frames: [{ first: 1, last: 3 }] });
  return {
    failed: async () => {
      const taskId = await submit();
      const [done, bad] = [await farm().grant(taskId, 1, 1), await farm().grant(taskId, 2, 2)];
      await farm().commit({
        starts: [startOf(done), startOf(bad)],
        framesDone: [doneOf(done)],
        ends: [
          endOf(done),
          endOf(bad, { outcome: { kind: 'failed', exitCode: 1, message: '' }, countAs: 'failure' }),
        ],
        failedFrames: [{ taskId, frame: 2, reason: 'no' }],
        taskChanges: [{ taskId, event: 'fail', reason: 'Frame 2 failed.', endedAtMs: startMs + 1 }],
      });
      return taskId;
    },
    succeeded: async () => {
      const taskId = await submit();
      const lease = await farm().grant(taskId, 1, 3);
      await farm().commit({
        ends: [endOf(lease, { completesFrames: true })],
        taskChanges: [{ taskId, event: 'succeed', reason: null, endedAtMs: startMs + 1 }],
      });
      return taskId;
    },
    canceled: async () => {
      const taskId = await submit();
      const lease = await farm().grant(taskId, 1, 1);
      await farm().commit({ framesDone: [doneOf(lease)], ends: [endOf(lease)] });
      await cancelTask(farm().database, { taskId, nowMs: startMs });
      return taskId;
    },
  };
}
