import type { Writable } from 'node:stream';
import type { WatchedTask } from '@renderonline/contract';
import { isTaskEnded } from '@renderonline/domain';
import { writeToStream as write } from '../http/event-stream.ts';

export interface TaskEventsDependencies {
  /** The task now; undefined when it was deleted. */
  readonly readSnapshot: () => Promise<WatchedTask | undefined>;
  /** Calls back when the task may have changed; returns how to end that. */
  readonly onChange: (listener: () => void) => () => void;
  readonly heartbeatMs: number;
}

/** At most ten snapshots a second. */
const minGapMs = 100;
/** Changes made by another RenderAPI, or straight in the database, are found by looking. */
const lookAgainMs = 2000;

/**
 * Writes a task's snapshots as server-sent events: one at once, then one whenever it has changed, at most ten a
 * second and never more than the reader takes: while it is slow, changes come together in the next snapshot.
 * Comments keep quiet connections open. The stream ends after the snapshot of a task that has ended, and with a
 * `deleted` event when the task is deleted.
 *
 * @returns when the stream has ended, by itself or because the reader went away.
 */
export async function writeTaskEvents(
  stream: Writable,
  { readSnapshot, onChange, heartbeatMs }: TaskEventsDependencies,
): Promise<void> {
  const wakes = createWakes(stream);
  const forget = onChange(() => {
    wakes.wake();
  });
  let lastText = '';
  let lastWriteMs = performance.now();
  try {
    while (!stream.destroyed) {
      const snapshot = await readSnapshot();
      if (!snapshot) {
        await write(stream, 'event: deleted\ndata: {}\n\n');
        return;
      }
      const text = JSON.stringify(snapshot);
      if (text !== lastText) {
        lastText = text;
        lastWriteMs = performance.now();
        await write(stream, `event: snapshot\ndata: ${text}\n\n`);
      } else if (performance.now() - lastWriteMs >= heartbeatMs) {
        lastWriteMs = performance.now();
        await write(stream, ': still here\n\n');
      }
      if (isTaskEnded(snapshot.state)) return;
      await wakes.pause(minGapMs);
      await wakes.untilWokenOr(Math.min(lookAgainMs, heartbeatMs));
    }
  } finally {
    forget();
    wakes.end();
    stream.end();
  }
}

interface Wakes {
  wake(): void;
  /** Waits, or until the stream closes. */
  pause(ms: number): Promise<void>;
  /** Waits until woken since the last time this was waited for, at most `ms`. */
  untilWokenOr(ms: number): Promise<void>;
  end(): void;
}

function createWakes(stream: Writable): Wakes {
  let isWoken = false;
  let wakeUp: (() => void) | undefined;
  let onClose: (() => void) | undefined;

  function sleep(ms: number, take: (resolve: () => void) => void): Promise<void> {
    if (stream.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
      onClose = done;
      take(done);
    });
  }
  function closed(): void {
    onClose?.();
  }
  stream.on('close', closed).on('error', closed);

  return {
    wake() {
      isWoken = true;
      wakeUp?.();
    },
    pause: (ms) => sleep(ms, () => undefined),
    async untilWokenOr(ms) {
      if (!isWoken) {
        await sleep(ms, (resolve) => {
          wakeUp = resolve;
        });
      }
      isWoken = false;
      wakeUp = undefined;
    },
    end() {
      stream.off('close', closed);
    },
  };
}
