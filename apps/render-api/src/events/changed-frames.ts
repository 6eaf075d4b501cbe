import type { FramesChange } from '@renderonline/contract';
import type { FramesChanged } from '../scheduling/tasks/frames-changed.ts';

/** What became of frames since it was last told, by task. */
export interface ChangedFrames {
  add(change: FramesChanged): void;
  /** What there is of a task, in pieces of a size fit for one event; it is forgotten here. */
  take(taskId: number): FramesChange[][];
}

const changesAtOnce = 200;

export function createChangedFrames(): ChangedFrames {
  const byTask = new Map<number, FramesChange[]>();
  return {
    add({ taskId, frames, state, outputs, attemptId, renderMs }) {
      const change: FramesChange = {
        firstFrame: frames.first,
        lastFrame: frames.last,
        state,
        outputs: outputs.map(({ name, size }) => ({ name, size })),
        attemptId,
        renderMs,
      };
      const known = byTask.get(taskId);
      if (known === undefined) byTask.set(taskId, [change]);
      else known.push(change);
    },
    take(taskId) {
      const changes = byTask.get(taskId) ?? [];
      byTask.delete(taskId);
      const pieces: FramesChange[][] = [];
      for (let at = 0; at < changes.length; at += changesAtOnce) {
        pieces.push(changes.slice(at, at + changesAtOnce));
      }
      return pieces;
    },
  };
}
