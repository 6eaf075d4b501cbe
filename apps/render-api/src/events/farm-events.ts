import type { HelloEvent } from '@renderonline/contract';
import type { Database } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import { createWorkQueue } from '../authentication/work-queue.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { catchUp } from './catch-up.ts';
import { createEventLog, type NewEvent } from './event-log.ts';
import { eventText, eventTextAt } from './event-text.ts';
import { createInterests, type Scope } from './interests.ts';
import { createListeners, type Listener, type ListenerRequest } from './listeners.ts';
import { createLookAround } from './look-around.ts';
import { createMachineFeed } from './machine-feed.ts';
import { createTaskFeed, type TaskFeed } from './task-feed.ts';

/** What happens on the farm, told to everybody who listens and may know. One a RenderAPI. */
export interface FarmEvents extends Pick<TaskFeed, 'changed' | 'framesChanged' | 'deleted'> {
  /**
   * Where the stream is now, for a page of a user's tasks that is read after this call: what changes from here on
   * can be listened to behind it, for a while.
   */
  cursorFor(scope: Scope): string;
  /**
   * Has somebody listen, from `after` on where the log has that, and until the stream closes.
   *
   * @param after a cursor
   */
  listen(request: ListenerRequest, after: string | undefined): void;
  /** Ends every stream. */
  close(): void;
}

export interface FarmEventsDependencies {
  readonly database: Database;
  readonly scheduler: Pick<
    Scheduler,
    'progressOf' | 'waitingReasonOf' | 'machines' | 'isLeader' | 'onTaskChanged' | 'onFramesChanged'
  >;
  readonly clock: Clock;
  readonly log: Logger;
  readonly heartbeatMs: number;
  readonly maxEvents: number;
  readonly maxBytes: number;
}

const graceMs = 120_000;
const slowReaderMs = 60_000;
const lookAroundMs = 2000;
/** After a restart everybody comes at once. */
const catchUpsAtOnce = 4;

/** Nobody listens yet. */
export function createFarmEvents(dependencies: FarmEventsDependencies): FarmEvents {
  const { database, scheduler, clock, log, heartbeatMs, maxEvents, maxBytes } = dependencies;
  const monotonicMs = (): number => clock.monotonicMs();
  const nowMs = (): number => clock.nowMs();
  const tickMs = Math.max(10, Math.min(1000, heartbeatMs / 3));
  const eventLog = createEventLog({ nowMs, maxEvents, maxBytes });
  const interests = createInterests({ head: eventLog.head, monotonicMs, graceMs });
  const publish = (events: readonly NewEvent[]): void => {
    listeners.deliver(eventLog.append(events));
  };
  const feed = createTaskFeed({ database, scheduler, interests, publish, clock, log });
  const machines = createMachineFeed({ scheduler, publish });
  const lookAround = createLookAround({ database, scheduler, feed, nowMs });
  const catchUps = createWorkQueue({
    concurrency: catchUpsAtOnce,
    maxWaiting: Number.POSITIVE_INFINITY, // there are no more than listeners
    onFull: () => new Error('There is no such number'),
  });
  const listeners = createListeners({
    log: eventLog,
    monotonicMs,
    ticksPerRound: Math.max(1, Math.round(heartbeatMs / tickMs)),
    slowReaderMs,
    onMissed: (listener, sequence) => void bringUpToDate(listener, Math.floor(sequence / 1000)),
  });
  const forgetWatches = [
    scheduler.onTaskChanged(feed.changed),
    scheduler.onFramesChanged(feed.framesChanged),
  ];
  let isClosed = false;
  let forgetTimers: (() => void)[] = [];

  /** Calls `work` again and again while somebody is interested, each time this long after it ended. */
  function every(ms: number, work: () => Promise<void> | void): void {
    const index = forgetTimers.length;
    const arm = (): void => {
      if (isClosed) return;
      forgetTimers[index] = clock.setTimer(ms, () => {
        Promise.resolve()
          .then(() => (interests.isAnyWanted() ? work() : undefined))
          .catch((error: unknown) => {
            log.warn({ err: error }, 'the event stream could not look at the database');
          })
          .finally(arm);
      });
    };
    arm();
  }
  every(tickMs, () => {
    listeners.tick(feed.isUpToDate());
    interests.sweep();
    feed.forgetUnwanted();
  });
  every(lookAroundMs, async () => {
    machines.look();
    await lookAround();
  });

  async function bringUpToDate(listener: Listener, sinceMs: number | undefined): Promise<void> {
    try {
      const { scope } = listener;
      const head = await catchUps.run(() =>
        catchUp(
          { database, scheduler, log: eventLog },
          { scope, write: (text) => listener.write(text) },
          sinceMs,
        ),
      );
      listener.goOn(head);
    } catch (error) {
      // It comes again, with the cursor that it had.
      if (!listener.stream.destroyed) log.warn({ err: error }, 'a listener could not be brought up to date');
      listener.close();
    }
  }

  async function begin(listener: Listener, after: string | undefined): Promise<void> {
    const place = after === undefined ? undefined : eventLog.read(after);
    const head = eventLog.head();
    const complete = Math.max(eventLog.completeSince(), interests.completeSince(listener.scope) ?? head);
    const isInLog = place?.isOfThisRun === true && place.sequence >= complete && place.sequence <= head;
    const cursor = eventLog.cursorOf(head);
    const hello: HelloEvent = { eventCursor: cursor, isResumed: isInLog };
    if (after === undefined) {
      await listener.write(eventTextAt(cursor, 'hello', hello));
      listener.goOn(head);
      return;
    }
    await listener.write(eventText('hello', hello));
    if (isInLog) listener.goOn(place.sequence);
    else await bringUpToDate(listener, place?.atMs);
  }

  return {
    changed: feed.changed,
    framesChanged: feed.framesChanged,
    deleted: feed.deleted,
    cursorFor(scope) {
      interests.expect(scope);
      return eventLog.cursorOf(eventLog.head());
    },
    listen(request, after) {
      if (!interests.isAnyWanted()) machines.begin();
      const end = interests.begin(request.scope);
      const listener = listeners.add(request);
      request.stream.once('close', end);
      begin(listener, after).catch(() => {
        listener.close();
      });
    },
    close() {
      isClosed = true;
      for (const forget of [...forgetTimers, ...forgetWatches]) forget();
      forgetTimers = [];
      feed.close();
      for (const listener of listeners.all()) listener.close();
    },
  };
}
