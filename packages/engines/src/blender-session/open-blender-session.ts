import { blenderSetupScript } from '../presets/blender-setup-script.ts';
import type { Finding } from '../preflight/finding.ts';
import { isThereWithin } from '../sessions/is-there-within.ts';
import {
  SessionFailure,
  type FrameResult,
  type OpenedSession,
  type RenderSession,
  type SessionEnd,
  type SessionOrder,
} from '../sessions/render-session.ts';
import type { SessionHost } from '../sessions/session-host.ts';
import { startSessionProcess } from '../sessions/session-process.ts';
import { blenderArguments } from './blender-arguments.ts';
import { findingInLine } from './engine-finding.ts';
import { createFrameJob, type FrameJob } from './frame-job.ts';
import { parseSessionEvent, type SessionCommand, type SessionEvent } from './session-event.ts';
import { failureOfExit, failureOfFrame, type FailureReason } from './session-failure.ts';

/** Printed by our script once the scene is open: all that Blender said while opening it was before this. */
const openMarker = 'RenderOnline: the scene is open';
/** Output and events are two pipes: how long the slower one may take. */
const markerLimitMs = 2000;
const closeLimitMs = 3000;
const shortestBreakMs = 500;
const longestBreakMs = 10_000;

/**
 * Opens a scene in Blender and keeps it open (docs/blender-sessions.md). Returns at once; `opened` tells.
 *
 * @throws the system's error when there can be no folder for temporary files.
 */
export function openBlenderSession(order: SessionOrder, host: SessionHost): RenderSession {
  const startedMs = host.clock.elapsedMs();
  const opening = Promise.withResolvers<OpenedSession>();
  const marker = Promise.withResolvers<undefined>();
  const ended = Promise.withResolvers<SessionEnd>();
  // Whoever renders is told by the frame's result; `opened` need not be looked at.
  opening.promise.catch(() => undefined);
  const spoken: Finding[] = [];
  let opened: OpenedSession | undefined;
  let isClosing = false;
  let endReason: FailureReason | undefined;
  let job: FrameJob | undefined;
  let lastId = 0;
  let memoryMb: number | null = null;
  let fault: FailureReason | undefined;

  const child = startSessionProcess(order.executablePath, blenderArguments(order), host, {
    line: takeLine,
    message: takeMessage,
    garbled: (error) => {
      giveUp({ cause: 'engine-error', message: `Blender's messages cannot be read: ${error.message}` });
    },
  });
  tell({
    kind: 'open',
    setup: blenderSetupScript,
    marker: openMarker,
    allowsScripts: order.allowsScripts,
    projectFolder: order.projectFolder ?? null,
  });
  void child.ended.then((exit) => {
    const isWanted = isClosing && fault === undefined;
    const reason = fault ?? failureOfExit(exit, child.lastLines());
    const kind = isWanted ? 'closed' : opened ? 'crashed' : 'failed';
    endReason = isWanted ? { cause: 'killed', message: 'the session was closed' } : reason;
    opening.reject(new SessionFailure(reason.cause, reason.message));
    if (job?.isCanceled === true || isWanted) job?.settle({ kind: 'canceled', isSessionUsable: false });
    else job?.settle({ kind: 'failed', ...reason, isSessionUsable: false });
    ended.resolve({ kind, message: endReason.message });
  });

  function tell(command: SessionCommand): void {
    child.send(command);
  }

  function takeLine(line: string): void {
    if (line === openMarker) marker.resolve(undefined);
    const finding = opened ? undefined : findingInLine(line);
    if (finding && spoken.length < 100) spoken.push(finding);
    if (job?.isStarted === true) job.progress(line);
  }

  function takeMessage(message: unknown): void {
    const event = parseSessionEvent(message);
    if (event) takeEvent(event);
    else giveUp({ cause: 'engine-error', message: 'Blender sent a message that it never sends' });
  }

  function takeEvent(event: SessionEvent): void {
    if ('memoryMb' in event) memoryMb = event.memoryMb ?? memoryMb;
    if (event.kind === 'ready') return void becomeOpen(event);
    if (event.kind === 'pulse') return job?.progress(undefined);
    if (job?.isStarted !== true || event.id !== job.id) return;
    switch (event.kind) {
      case 'stats':
        job.progress(event.text);
        break;
      case 'breaking':
        if (!event.canBreak) void child.kill();
        break;
      case 'done':
      case 'failed':
      case 'canceled':
        settle(job, event);
        break;
    }
  }

  async function becomeOpen(event: SessionEvent & { kind: 'ready' }): Promise<void> {
    await isThereWithin(marker.promise, markerLimitMs);
    const { version, findings } = event;
    const told = new Set(findings.map(({ code }) => code));
    // What it did not find at first, it may have been led to.
    if (event.librariesLed) told.add('library-missing');
    const said = spoken.filter(({ code }) => !told.has(code));
    const loadMs = host.clock.elapsedMs() - startedMs;
    opened = { loadMs, version, findings: [...findings, ...said] };
    opening.resolve(opened);
  }

  function settle(frame: FrameJob, event: SessionEvent & { kind: 'done' | 'failed' | 'canceled' }): void {
    const isTooBig = order.memoryLimitMb !== null && memoryMb !== null && memoryMb > order.memoryLimitMb;
    const isSessionUsable = !isTooBig;
    frame.settle(resultOf(frame, event, isSessionUsable));
    if (isTooBig) void close();
  }

  /** Ends a session that cannot go on. */
  function giveUp(reason: FailureReason): void {
    fault ??= reason;
    void child.kill();
  }

  async function close(): Promise<void> {
    isClosing = true;
    if (!opened || isBusy()) await child.kill();
    tell({ kind: 'close' });
    child.endCommands();
    if (!(await isThereWithin(child.ended, closeLimitMs))) await child.kill();
    await ended.promise;
  }

  function isBusy(): boolean {
    return job?.isSettled === false;
  }

  return {
    opened: opening.promise,
    ended: ended.promise,
    get isBusy() {
      return isBusy();
    },
    memoryMb: () => memoryMb,
    close,
    async renderFrame(frame, outputDirectory, onProgress) {
      if (isBusy()) throw new Error('a session renders one frame at a time');
      const mine = createFrameJob({ id: ++lastId, frame, outputDirectory, onProgress }, host.clock);
      job = mine;
      const { findings } = await opening.promise.catch(() => ({ findings: [] }));
      const refusal = findings.find((finding) => finding.severity === 'error');
      if (refusal) mine.settle({ kind: 'failed', ...failureOfFinding(refusal), isSessionUsable: true });
      if (isClosing || !opened) await ended.promise;
      if (endReason) mine.settle({ kind: 'failed', ...endReason, isSessionUsable: false });
      if (mine.isSettled) return mine.result;
      child.forgetLines();
      mine.isStarted = true;
      tell({ kind: 'render', id: mine.id, frame, directory: outputDirectory });
      return mine.result;
    },
    cancelFrame() {
      const mine = job;
      if (!mine || mine.isSettled || mine.isCanceled) return;
      mine.isCanceled = true;
      if (!mine.isStarted) {
        mine.settle({ kind: 'canceled', isSessionUsable: true });
        return;
      }
      tell({ kind: 'cancel', id: mine.id });
      // Waiting for the break pays for no longer than opening the scene anew would take.
      const limitMs = Math.min(longestBreakMs, Math.max(shortestBreakMs, opened?.loadMs ?? 0));
      void isThereWithin(mine.result, limitMs).then((isThere) => (isThere ? undefined : child.kill()));
    },
  };
}

function resultOf(
  frame: FrameJob,
  event: SessionEvent & { kind: 'done' | 'failed' | 'canceled' },
  isSessionUsable: boolean,
): FrameResult {
  if (frame.isCanceled || event.kind === 'canceled') return { kind: 'canceled', isSessionUsable };
  if (event.kind === 'failed') return { kind: 'failed', ...failureOfFrame(event.message), isSessionUsable };
  const files = frame.ownFiles(event.files);
  if (files.length === 0) {
    const message = 'Blender rendered the frame and wrote no file for it';
    return { kind: 'failed', cause: 'output-missing', message, isSessionUsable };
  }
  const { renderMs, peakMemoryMb } = event;
  return { kind: 'done', files, renderMs, peakMemoryMb, isSessionUsable };
}

function failureOfFinding({ cause, message }: Finding): FailureReason {
  return { cause: cause ?? 'scene-invalid', message };
}
