import { linkLimits } from '@renderonline/contract/link';
import type { FrameResult } from '@renderonline/engines';
import type { FrameDelivery } from '../outputs/frame-delivery.ts';
import { findOutputFiles } from '../outputs/find-output-files.ts';
import type { ProjectHold } from '../projects/project-cache.ts';
import type { SlotSession } from '../sessions/slot-session.ts';
import type { SlotSessions } from '../sessions/slot-sessions.ts';
import { badEnd, goodEnd, overLimitEnd } from './lease-end.ts';
import type { LeaseFolder } from './lease-folder.ts';
import { createLeaseLog } from './lease-log.ts';
import type { LeaseEnd, LeaseReport } from './lease-report.ts';
import type { LeaseTicket } from './lease-ticket.ts';
import type { LeaseWork } from './lease-work.ts';
import { limitsOf, watchRender, type OverLimit } from './render-watch.ts';
import type { Slot } from './slot.ts';
import type { WorkContext } from './work-context.ts';

export interface SessionWorkInput {
  readonly ticket: LeaseTicket;
  readonly project: ProjectHold;
  readonly folder: LeaseFolder;
  readonly report: LeaseReport;
  readonly delivery: FrameDelivery;
  readonly sessions: SlotSessions;
  readonly context: WorkContext;
}

/** Renders a lease's frame in the session of its slot, which is opened when there is none that fits. */
export function createSessionWork(input: SessionWorkInput): LeaseWork {
  const { ticket, report, delivery, folder, sessions, context } = input;
  const { settings, clock, table, shelf } = context;
  const { task, engine } = ticket;
  const leaseLog = createLeaseLog({
    spooled: shelf.begin({ leaseId: ticket.leaseId, taskId: task.taskId }),
    clock,
  });
  let session: SlotSession | undefined;
  let stopReason: 'canceled' | OverLimit | undefined;
  let lastSignMs = 0;

  async function sessionOf(slot: Slot): Promise<SlotSession> {
    // One renderer at a time: the other one's memory first.
    await slot.session?.close();
    return sessions.open({ slot, ticket, project: input.project, report });
  }

  /** First as the renderer likes it; when it does not listen, with its process. */
  function end(reason: NonNullable<typeof stopReason>): void {
    if (stopReason) return;
    stopReason = reason;
    const ending = session;
    if (!ending) return;
    if (reason !== 'canceled' && reason.kind === 'hung') {
      void ending.close();
      return;
    }
    ending.cancelFrame();
    const grace = setTimeout(() => void ending.close(), settings.stopGraceMs);
    void rendering?.finally(() => {
      clearTimeout(grace);
    });
  }

  let rendering: Promise<FrameResult> | undefined;

  async function renderFrame(frame: number, opened: SlotSession): Promise<FrameResult> {
    opened.log.attach(leaseLog);
    lastSignMs = clock.elapsedMs();
    let frameStartedMs = lastSignMs;
    const begin = () => {
      frameStartedMs = lastSignMs = clock.elapsedMs();
      report.frameStarted(frame);
    };
    rendering = opened.render(frame, folder.output, (fraction, note) => {
      lastSignMs = clock.elapsedMs();
      report.progress(frame, fraction, note);
    });
    void opened.opened.then(begin, () => undefined);
    const endWatch = watchRender({
      ...{ limits: { ...limitsOf(task, context), maxRenderMs: null }, clock, table },
      tree: () => opened.tree() ?? null,
      lastOutputMs: () => Math.max(lastSignMs, leaseLog.lastOutputMs()),
      frameStartedMs: () => frameStartedMs,
      onOverLimit: end,
    });
    const result = await rendering;
    endWatch();
    return result;
  }

  async function windUp(frame: number, result: FrameResult): Promise<LeaseEnd> {
    const verdict = await judge(frame, result);
    const { outcome, message, cause } = verdict;
    session?.log.detach(leaseLog);
    await leaseLog.close(message === '' ? outcome.kind : `${outcome.kind}, ${message}`, cause !== null);
    return verdict;
  }

  async function judge(frame: number, result: FrameResult): Promise<LeaseEnd> {
    const facts = {
      failedFrame: frame,
      logTail: leaseLog.tail(linkLimits.logTailLength),
    };
    if (typeof stopReason === 'object') return overLimitEnd(stopReason, facts);
    if (stopReason === 'canceled' || result.kind === 'canceled') return goodEnd('canceled');
    if (result.kind === 'failed') return failed(result, facts);
    const files = await findOutputFiles(folder.output);
    if (files.length === 0) {
      const message = `the renderer ended without an error, but there is no file of frame ${frame}`;
      return badEnd({
        ...{ ...facts, cause: 'output-missing' },
        outcome: { kind: 'failed', exitCode: 0, message },
      });
    }
    delivery.deliver({ frame, files, renderMs: result.renderMs, warnings: [] });
    return goodEnd('succeeded');
  }

  async function failed(
    { cause, message, isSessionUsable }: Extract<FrameResult, { kind: 'failed' }>,
    facts: { readonly failedFrame: number; readonly logTail: string },
  ): Promise<LeaseEnd> {
    // How it died is known once it is gone.
    if (!isSessionUsable) await session?.ended;
    const signal = session?.signal() ?? null;
    if (signal !== null) return badEnd({ ...facts, cause, outcome: { kind: 'crashed', signal, message } });
    return badEnd({ ...facts, cause, outcome: { kind: 'failed', exitCode: 1, message } });
  }

  return {
    async render(slot) {
      const frame = ticket.first;
      report.started();
      try {
        session = slot.session?.fits(task, engine) === true ? slot.session : await sessionOf(slot);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return async () => badEnd({ outcome: { kind: 'could-not-start', message } });
      }
      if (stopReason === 'canceled') return async () => goodEnd('canceled');
      const result = await renderFrame(frame, session);
      // Its memory is needed for the next one.
      if (!session.fits(task, engine)) await session.ended;
      return () => windUp(frame, result);
    },
    shrink() {
      delivery.keepThrough(ticket.last);
    },
    stop() {
      end('canceled');
    },
  };
}
