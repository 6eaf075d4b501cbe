import type { FailureCause } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import { LinkRefusal } from '../link/link-refusal.ts';
import { createFrameDelivery, type DeliveryContext } from '../outputs/frame-delivery.ts';
import type { ProjectCache, ProjectHold } from '../projects/project-cache.ts';
import { ProjectUnavailable } from '../projects/download-content.ts';
import type { SlotSessions } from '../sessions/slot-sessions.ts';
import { createCommandWork } from './command-work.ts';
import { badEnd, goodEnd } from './lease-end.ts';
import type { LeaseFolder } from './lease-folder.ts';
import { createLeaseReport, type LeaseEnd } from './lease-report.ts';
import type { LeaseRunnerInput } from './lease-runner.ts';
import type { LeaseTicket } from './lease-ticket.ts';
import type { LeaseWork } from './lease-work.ts';
import { createSessionWork } from './session-work.ts';
import type { Slot } from './slot.ts';
import type { WorkContext } from './work-context.ts';

/**
 * `preparing`: its project and folder are being brought. `ready`: it can be started. `running`: it has a slot.
 * `delivering`: it is rendered, and its files are on their way. `ended`: nothing more is said of it.
 */
export type LeasePhase = 'preparing' | 'ready' | 'running' | 'delivering' | 'ended';

/** A lease from its offer to its end. */
export interface LeaseRun {
  readonly ticket: LeaseTicket;
  readonly phase: LeasePhase;
  /** Renders. Resolves when the slot is free; the rest goes on by itself. Never rejects. */
  start(slot: Slot): Promise<void>;
  /** Gives up the frames behind this one, or with null all of them. */
  cancel(keepThrough: number | null): void;
  /** Ends it, and nothing more is said of it. */
  drop(): void;
  /** Says that it is not going to be started. */
  decline(reason: string, restMs: number): void;
  /** Resolves when it has ended and its folder is gone. Never rejects. */
  readonly ended: Promise<void>;
}

export interface LeaseRunInput {
  readonly ticket: LeaseTicket;
  readonly projects: ProjectCache;
  readonly sessions: SlotSessions;
  readonly deliveries: DeliveryContext;
  readonly context: WorkContext;
  readonly said: Pick<LeaseRunnerInput, 'emit' | 'hint'>;
  /** Its phase is another one. */
  readonly onChange: () => void;
}

/** Takes a lease and begins to prepare it. */
export function createLeaseRun(input: LeaseRunInput): LeaseRun {
  const { ticket, context, onChange } = input;
  const { leaseId, token, task } = ticket;
  const log: Logger = context.log.child({ taskId: task.taskId, leaseId });
  const report = createLeaseReport({
    lease: ticket,
    clock: context.clock,
    ...input.said,
  });
  const givenUp = new AbortController();
  const delivery = createFrameDelivery({
    ...input.deliveries,
    ...{ leaseId, token, log, signal: givenUp.signal },
    onDelivered: (frame) => {
      report.frameDone(frame);
    },
    onStale: drop,
  });
  const { promise: ended, resolve: settleEnded } = Promise.withResolvers<undefined>();
  let phase: LeasePhase = 'preparing';
  let project: ProjectHold | undefined;
  let folder: LeaseFolder | undefined;
  let work: LeaseWork | undefined;
  void prepare();

  function enter(next: LeasePhase): void {
    phase = next;
    onChange();
  }

  async function prepare(): Promise<void> {
    try {
      project = await input.projects.acquire(task, givenUp.signal);
      folder = await context.folders.make(`lease-${leaseId}`);
      givenUp.signal.throwIfAborted();
      work = makeWork(project, folder);
      enter('ready');
    } catch (error) {
      if (givenUp.signal.aborted) return leave();
      log.warn({ err: error }, 'a lease cannot be prepared');
      await conclude(endOfPreparation(error));
    }
  }

  function makeWork(held: ProjectHold, home: LeaseFolder): LeaseWork {
    const parts = { ticket, report, delivery, folder: home, context: { ...context, log } };
    if (task.adapter === 'blender' && ticket.engine.hasSessions) {
      return createSessionWork({ ...parts, project: held, sessions: input.sessions });
    }
    return createCommandWork({ ...parts, project: held });
  }

  async function conclude(end: LeaseEnd): Promise<void> {
    const fault = await delivery.settled();
    if (fault === undefined || end.outcome.kind !== 'succeeded') report.ended(end);
    else {
      const { cause, frame: failedFrame, message } = fault;
      report.ended(badEnd({ cause, failedFrame, outcome: { kind: 'failed', exitCode: 0, message } }));
    }
    await leave();
  }

  /** Winds up what was rendered: its files are read, handed over, and gone. */
  async function windUp(finish: () => Promise<LeaseEnd>): Promise<void> {
    try {
      await conclude(await finish());
    } catch (error) {
      log.error({ err: error }, 'a lease cannot be wound up');
      const message = error instanceof Error ? error.message : String(error);
      await conclude(badEnd({ outcome: { kind: 'failed', exitCode: 0, message }, cause: 'output-broken' }));
    }
  }

  async function leave(): Promise<void> {
    report.silence();
    if (phase === 'ended') return;
    enter('ended');
    project?.release();
    await folder?.remove();
    settleEnded(undefined);
  }

  function drop(): void {
    if (phase === 'ended') return;
    report.silence();
    quit();
  }

  /** Nothing of it counts any more. */
  function quit(): void {
    givenUp.abort(new Error('The lease was given up'));
    work?.stop();
    // What runs, or is being prepared, leaves by itself once it has ended.
    if (phase === 'ready' || phase === 'delivering') void leave();
  }

  return {
    ticket,
    ended,
    get phase() {
      return phase;
    },
    async start(slot) {
      if (phase !== 'ready' || !work) throw new Error('a lease was started that is not ready');
      phase = 'running';
      const finish = await work.render(slot);
      // First the next lease is started, then this one is wound up.
      setImmediate(() => void windUp(finish));
      if (givenUp.signal.aborted) return;
      enter('delivering');
    },
    cancel(keepThrough) {
      if (phase === 'ended') return;
      if (keepThrough !== null && keepThrough >= ticket.first) {
        if (keepThrough >= ticket.last) return;
        ticket.last = keepThrough;
        work?.shrink();
        return;
      }
      const hadStarted = phase === 'running' || phase === 'delivering';
      if (!hadStarted) report.silence();
      if (phase === 'delivering') report.ended(goodEnd('canceled'));
      quit();
    },
    drop,
    decline(reason, restMs) {
      if (phase !== 'preparing' && phase !== 'ready') return;
      report.declined(reason, restMs);
      quit();
    },
  };
}

function endOfPreparation(error: unknown): LeaseEnd {
  const { code } = error as NodeJS.ErrnoException;
  const message = error instanceof Error ? error.message : String(error);
  const isProject = error instanceof LinkRefusal || error instanceof ProjectUnavailable;
  const cause: FailureCause = isProject
    ? 'project-unavailable'
    : code === 'ENOSPC' || code === 'EDQUOT'
      ? 'disk-full'
      : 'could-not-start';
  return badEnd({ outcome: { kind: 'could-not-start', message }, cause });
}
