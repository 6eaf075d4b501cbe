import type { HpcOutcome } from '@renderonline/contract';

/** Why we ended a renderer ourselves. */
export type StopReason = 'canceled' | 'timed-out';

/** How a renderer's process ended. */
export type ProcessEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signaled'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'could-not-start'; readonly message: string };

/** The end of an attempt, as GET /hpc/attempt tells it. */
export interface AttemptEnd {
  readonly outcome: HpcOutcome;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The cause in words, without the outcome itself; empty when there is nothing to add. */
  readonly message: string;
}

/** What else is known of an attempt that has ended. */
export interface EndContext {
  readonly stopReason: StopReason | undefined;
  readonly maxRenderMs: number;
  /** The first error that the renderer reported. */
  readonly firstError: string | undefined;
  /** The last lines of its output. */
  readonly lastLines: readonly string[];
}

/** Sorts the end of a process into an outcome: what we did comes before what it did. */
export function judgeEnd(end: ProcessEnd, context: EndContext): AttemptEnd {
  const exitCode = end.kind === 'exited' ? end.code : null;
  const signal = end.kind === 'signaled' ? end.signal : null;
  if (end.kind === 'could-not-start') {
    return { outcome: 'could-not-start', exitCode, signal, message: end.message };
  }
  if (context.stopReason === 'canceled') return { outcome: 'canceled', exitCode, signal, message: '' };
  if (context.stopReason === 'timed-out') {
    const message = `it ran longer than MaxRenderMs, ${context.maxRenderMs} ms`;
    return { outcome: 'timed-out', exitCode, signal, message };
  }
  if (end.kind === 'signaled') return { outcome: 'crashed', exitCode, signal, message: causeOf(context) };
  if (end.code === 0) return { outcome: 'succeeded', exitCode, signal, message: '' };
  return { outcome: 'failed', exitCode, signal, message: causeOf(context) || knownCode(end.code) };
}

function causeOf({ firstError, lastLines }: EndContext): string {
  return firstError ?? lastLines.join(' / ');
}

/** Codes that shells and wrappers give for a program of theirs. */
function knownCode(code: number): string {
  if (code === 126) return 'the program may not be executed';
  if (code === 127) return 'a program that it starts was not found';
  if (code > 128 && code < 160) return `a program that it started was ended by signal ${code - 128}`;
  return '';
}
