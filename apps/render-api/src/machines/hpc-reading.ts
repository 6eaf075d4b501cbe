import { isDomainError, parseRanges, type AttemptOutcome, type FrameRange } from '@renderonline/domain';
import {
  identifierNumber,
  type HpcAttempt,
  type HpcAttemptResponse,
  type HpcStatus,
} from '@renderonline/contract';
import { leaseOfAttemptId } from './lease-identity.ts';
import type { AttemptReport } from './machine-transport.ts';

/** A machine's state as /hpc tells it. */
export interface HpcReading {
  readonly engineNames: readonly string[];
  readonly attempt: AttemptReport | null;
}

/** What a machine says at greater length is cut: its end has to fit into the database, whatever it says. */
const maxTextChars = 4000;
const maxSignalChars = 32;

/** Where the machine tells no exit code: every 1.x machine. */
const unknownExitCode = -1;

/** What GET /hpc/attempt says, in the words of the scheduler. */
export function readHpcAttempt({ EngineIds, Attempt }: HpcAttemptResponse): HpcReading {
  if (Attempt === null) return { engineNames: EngineIds, attempt: null };
  return {
    engineNames: EngineIds,
    attempt: {
      taskId: taskIdOf(Attempt.TaskId),
      // A render without our AttemptId on a machine that knows them was started by somebody else.
      lease: leaseOfAttemptId(Attempt.AttemptId) ?? 'other',
      state: Attempt.IsRunning ? { kind: 'running' } : { kind: 'ended', outcome: outcomeOf(Attempt) },
      runtimeMs: Attempt.TotalMs,
      progress: {
        framesDone: framesOf(Attempt.FramesDone),
        currentFrame: Attempt.CurrentFrame,
        frameFraction: Attempt.FrameFraction,
      },
      logPath: Attempt.LogPath?.slice(0, maxTextChars) ?? null,
    },
  };
}

/** What GET /hpc/status says: less, but all that a machine of 1.x tells. */
export function readHpcStatus({ EngineIds, Task }: HpcStatus): HpcReading {
  if (Task === null) return { engineNames: EngineIds, attempt: null };
  const message = 'a machine of RenderOnline 1.x does not say why';
  const outcome: AttemptOutcome = Task.IsSuccess
    ? { kind: 'succeeded' }
    : { kind: 'failed', exitCode: unknownExitCode, message };
  return {
    engineNames: EngineIds,
    attempt: {
      taskId: taskIdOf(Task.TaskId),
      lease: null,
      state: Task.IsRunning ? { kind: 'running' } : { kind: 'ended', outcome },
      runtimeMs: Task.TotalSeconds * 1000,
      progress: null,
      logPath: null,
    },
  };
}

/** No row of ours has an id beyond what a number holds: -1 is nobody's. */
function taskIdOf(identifier: Parameters<typeof identifierNumber>[0]): number {
  return identifierNumber(identifier) ?? -1;
}

function outcomeOf({ Outcome, ExitCode, Signal, Message }: HpcAttempt): AttemptOutcome {
  const message = Message.slice(0, maxTextChars);
  const exitCode = Number.isSafeInteger(ExitCode) ? (ExitCode ?? unknownExitCode) : unknownExitCode;
  switch (Outcome) {
    case 'succeeded':
    case 'canceled':
      return { kind: Outcome };
    case 'failed':
      return { kind: Outcome, exitCode, message };
    case 'crashed':
      return { kind: Outcome, signal: (Signal ?? 'an unknown signal').slice(0, maxSignalChars), message };
    case 'could-not-start':
    case 'timed-out':
      return { kind: Outcome, message };
    case null:
      return {
        kind: 'failed',
        exitCode,
        message: 'the machine does not say how it ended',
      };
  }
}

/** Progress is for people: frames that cannot be read are no reason to doubt the rest. */
function framesOf(text: string): FrameRange[] {
  try {
    return parseRanges(text);
  } catch (error) {
    if (isDomainError(error)) return [];
    throw error;
  }
}
