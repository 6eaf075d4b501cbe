import type { AttemptOutcome } from '../leases/attempt-outcome.ts';
import type { FailureCause } from './failure-cause.ts';

export interface FailedAttempt {
  readonly outcome: AttemptOutcome;
  /** The last lines that the renderer wrote, oldest first; both of its streams. */
  readonly lastLines: readonly string[];
}

/** More than this of an output says nothing more, and long lines would make the patterns slow. */
const linesRead = 200;
const lineLength = 500;

/**
 * What renderers and operating systems say, the most telling first: the first pattern that any line matches decides.
 * A cause that is fatal for the task needs words that leave no doubt.
 */
const sayings: readonly (readonly [FailureCause, RegExp])[] = [
  [
    'disk-full',
    /no space left on device|disk quota exceeded|\benospc\b|there is not enough space on the disk|\bdisk full\b/i,
  ],
  [
    'out-of-memory',
    /out of (?:gpu |video |device |host )?memory|cannot allocate memory|\bbad_alloc\b|malloc(?:\(\)|n)? (?:failed|returns null)|memory allocation (?:failed|of \d+ bytes failed)|cuda_error_out_of_memory|system is out of (?:gpu|shared) .{0,20}memory|oom-kill/i,
  ],
  [
    'feature-missing',
    /build without|built without|compiled without|not compiled with|without .{1,40} support|no compatible gpus? found|feature .{1,60} not (?:available|supported)|unknown encoder|unknown decoder|engine '[^']{1,60}' not (?:available|found)/i,
  ],
  [
    'scene-invalid',
    /not a (?:valid )?blend(?:er)? file|file format is not supported in file|cannot render, no camera|no camera found in scene|failed to read blend file|(?:file|blend) is truncated/i,
  ],
  [
    'missing-file',
    /no such file or directory|cannot find (?:the )?(?:file|include)|could not (?:find|open) (?:include )?file|can(?:no|')t open (?:file|image)|file not found|(?:path|image|texture|library) .{1,200} (?:not found|does not exist|is missing)|\bmissing (?:image|texture|library|file)/i,
  ],
];

/** Signals that the kernel sends when memory runs out are the same that people send: only words tell them apart. */
const outcomeOnly: Readonly<Record<AttemptOutcome['kind'], FailureCause>> = {
  // Asked for an attempt that did not fail: nothing worse can be said than that its output is not there.
  succeeded: 'output-missing',
  canceled: 'killed',
  failed: 'engine-error',
  crashed: 'killed',
  'could-not-start': 'could-not-start',
  'timed-out': 'timed-out',
  'machine-lost': 'machine-lost',
};

/** Exit codes by which a shell, a container or a wrapper tells of a signal (128 + its number). */
const killedExitCodes: ReadonlySet<number> = new Set([129, 130, 131, 134, 135, 136, 137, 139, 143]);

/**
 * Sorts a failed attempt into its cause by how it ended and what it said last. What names a cause by itself (lost,
 * timed out) is believed before the words.
 */
export function sortFailure({ outcome, lastLines }: FailedAttempt): FailureCause {
  switch (outcome.kind) {
    case 'machine-lost':
    case 'timed-out':
    case 'canceled':
      return outcomeOnly[outcome.kind];
    case 'could-not-start':
      return causeOfWords([...lastLines, outcome.message], startCauses) ?? 'could-not-start';
    case 'failed':
      return causeOfWords([...lastLines, outcome.message]) ?? causeOfExitCode(outcome.exitCode);
    case 'crashed':
      return causeOfWords([...lastLines, outcome.message]) ?? 'killed';
    case 'succeeded':
      return causeOfWords(lastLines) ?? 'output-missing';
  }
}

/** A program that is missing is no missing file of the scene. */
const startCauses: ReadonlySet<FailureCause> = new Set(['disk-full', 'out-of-memory']);

function causeOfWords(lines: readonly string[], among?: ReadonlySet<FailureCause>): FailureCause | undefined {
  const text = lines
    .slice(-linesRead)
    .map((line) => line.slice(0, lineLength))
    .join('\n');
  return sayings.find(([cause, pattern]) => (among?.has(cause) ?? true) && pattern.test(text))?.[0];
}

function causeOfExitCode(exitCode: number): FailureCause {
  return killedExitCodes.has(exitCode) ? 'killed' : 'engine-error';
}
