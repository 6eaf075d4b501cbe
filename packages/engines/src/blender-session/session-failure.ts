import { describeOutcome, sortFailure, type AttemptOutcome, type FailureCause } from '@renderonline/domain';
import { createBlenderParser } from '../parsers/blender-parser.ts';
import type { ProcessExit } from '../sessions/session-host.ts';

/** Why a process's end, or a frame, is a failure. */
export interface FailureReason {
  readonly cause: FailureCause;
  readonly message: string;
}

/**
 * Why a process that nobody asked to has ended.
 *
 * @param lastLines what it printed last, which tells more than its code
 */
export function failureOfExit(exit: ProcessExit, lastLines: readonly string[]): FailureReason {
  const outcome = outcomeOf(exit, lastErrorIn(lastLines) ?? '');
  return { cause: sortFailure({ outcome, lastLines }), message: textOf(outcome) };
}

/** @param message of the error that Blender's render operator raised. */
export function failureOfFrame(message: string): FailureReason {
  const text = message.replace(/^Error: /, '').trim();
  const outcome: AttemptOutcome = { kind: 'failed', exitCode: 1, message: text };
  return { cause: sortFailure({ outcome, lastLines: [] }), message: text };
}

function outcomeOf(exit: ProcessExit, message: string): AttemptOutcome {
  if (exit.message !== null) return { kind: 'could-not-start', message: exit.message };
  if (exit.signal !== null) return { kind: 'crashed', signal: exit.signal, message };
  return { kind: 'failed', exitCode: exit.code ?? 1, message };
}

/** With the exit code, whatever it is: here a process did end, of which the attempt's own code tells nothing. */
function textOf(outcome: AttemptOutcome): string {
  if (outcome.kind !== 'failed') return describeOutcome(outcome);
  const what = `the renderer ended with exit code ${outcome.exitCode}`;
  return outcome.message === '' ? what : `${what}: ${outcome.message}`;
}

function lastErrorIn(lines: readonly string[]): string | undefined {
  const parser = createBlenderParser();
  const errors = lines
    .flatMap((line) => parser.push(`${line}\n`))
    .flatMap((event) => (event.kind === 'error' ? [event.message] : []));
  return errors.at(-1);
}
