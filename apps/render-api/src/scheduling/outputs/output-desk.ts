import { errorInOneLine, type Logger } from '@renderonline/runtime';
import type { FramePublisher, PublishedFrame } from '../../machines/frame-publisher.ts';
import type { Clock } from '../clock.ts';

/** Follows accepted outputs to their place, and refused ones out of the way. */
export interface OutputDesk {
  /** Publishes a frame whose commit is through, as often as it takes. Resolves when it is there, or at `stop`. */
  publish(frame: PublishedFrame): Promise<void>;
  /** Resolves when nothing of the task is being published. */
  published(taskId: number): Promise<void>;
  /** Removes a frame's output that was not accepted. */
  discardFrame(leaseId: number, frame: number): void;
  /** Removes what is left of a lease that ended, once its accepted frames are published. */
  discardLease(leaseId: number): void;
  stop(): void;
}

const firstRetryMs = 500;
const longestRetryMs = 30_000;

export function createOutputDesk(publisher: FramePublisher, clock: Clock, log: Logger): OutputDesk {
  const byLease = new Map<number, Set<Promise<void>>>();
  const byTask = new Map<number, Set<Promise<void>>>();
  const waits = new Set<() => void>();
  let isStopped = false;

  async function publishUntilDone(frame: PublishedFrame): Promise<void> {
    for (let tries = 0; !isStopped; tries += 1) {
      try {
        await publisher.publish(frame);
        return;
      } catch (error) {
        const retryInMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(tries, 10));
        const { taskId, leaseId, frame: number } = frame;
        log.error(
          { taskId, leaseId, frame: number, err: error, retryInMs },
          'a finished frame could not be put into its output directory; trying again',
        );
        await wait(retryInMs);
      }
    }
  }

  async function wait(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const forget = clock.setTimer(ms, end);
      function end(): void {
        forget();
        waits.delete(end);
        resolve();
      }
      waits.add(end);
    });
  }

  function discard(what: { leaseId: number; frame?: number }): void {
    if (isStopped) return;
    publisher.discard(what).catch((error: unknown) => {
      log.warn({ ...what }, `an output that is not needed could not be removed: ${errorInOneLine(error)}`);
    });
  }

  return {
    publish(frame) {
      const done = publishUntilDone(frame);
      track(byLease, frame.leaseId, done);
      track(byTask, frame.taskId, done);
      return done;
    },
    async published(taskId) {
      await Promise.all([...(byTask.get(taskId) ?? [])]);
    },
    discardFrame(leaseId, frame) {
      discard({ leaseId, frame });
    },
    discardLease(leaseId) {
      const under = byLease.get(leaseId);
      if (under === undefined) discard({ leaseId });
      else
        void Promise.all(under).then(() => {
          discard({ leaseId });
        });
    },
    stop() {
      isStopped = true;
      for (const end of waits) end();
    },
  };
}

function track(sets: Map<number, Set<Promise<void>>>, key: number, done: Promise<void>): void {
  const known = sets.get(key) ?? new Set();
  sets.set(key, known.add(done));
  void done.then(() => {
    known.delete(done);
    if (known.size === 0 && sets.get(key) === known) sets.delete(key);
  });
}
