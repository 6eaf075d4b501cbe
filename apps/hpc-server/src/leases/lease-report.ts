import { linkLimits, type LeaseEvent, type LinkOutcome } from '@renderonline/contract/link';
import type { FailureCause } from '@renderonline/domain';
import type { DeliveredFrame } from '../outputs/frame-delivery.ts';
import type { Clock } from '../renders/render-context.ts';
import type { LeaseRunnerInput, OfferedLease } from './lease-runner.ts';

/** How a lease ended, as RenderAPI is told. */
export interface LeaseEnd {
  readonly outcome: LinkOutcome;
  readonly cause: FailureCause | null;
  readonly failedFrame: number | null;
  readonly message: string;
  readonly logTail: string;
}

/** What a lease says: in order, each thing once, and nothing any more once it was silenced or has ended. */
export interface LeaseReport {
  started(): void;
  sessionOpened(loadMs: number): void;
  frameStarted(frame: number): void;
  progress(frame: number, fraction: number, note: string | null): void;
  frameDone(frame: DeliveredFrame): void;
  ended(end: LeaseEnd): void;
  declined(reason: string, restMs: number): void;
  silence(): void;
}

interface LeaseReportInput extends Pick<LeaseRunnerInput, 'emit' | 'hint'> {
  readonly lease: Pick<OfferedLease, 'leaseId' | 'token'>;
  readonly clock: Clock;
}

export function createLeaseReport({ lease, clock, emit, hint }: LeaseReportInput): LeaseReport {
  const { leaseId, token } = lease;
  const ofLease = { leaseId, token };
  const startedFrames = new Set<number>();
  let isSilent = false;
  let startedMs = clock.elapsedMs();

  function say(event: LeaseEvent): void {
    if (!isSilent) emit(event);
  }

  return {
    started() {
      startedMs = clock.elapsedMs();
      say({ kind: 'started', ...ofLease, atMs: clock.now().getTime() });
    },
    sessionOpened(loadMs) {
      say({ kind: 'session-opened', ...ofLease, loadMs: Math.round(loadMs) });
    },
    frameStarted(frame) {
      if (startedFrames.has(frame)) return;
      startedFrames.add(frame);
      say({ kind: 'frame-started', ...ofLease, frame });
    },
    progress(frame, fraction, note) {
      if (!isSilent) hint({ leaseId, frame, fraction: Math.min(1, Math.max(0, fraction)), note });
    },
    frameDone({ frame, renderMs, outputs, warnings }) {
      say({
        ...{ kind: 'frame-done', ...ofLease, frame, renderMs: Math.round(renderMs), outputs: [...outputs] },
        warnings: warnings.slice(0, linkLimits.warnings),
      });
    },
    ended(end) {
      const totalMs = Math.max(0, Math.round(clock.elapsedMs() - startedMs));
      say({ kind: 'ended', ...ofLease, ...end, totalMs });
      isSilent = true;
    },
    declined(reason, restMs) {
      say({ kind: 'declined', ...ofLease, reason, restMs });
      isSilent = true;
    },
    silence() {
      isSilent = true;
    },
  };
}
