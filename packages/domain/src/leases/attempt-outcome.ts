import { say } from '../phrases/say.ts';

/**
 * How an attempt ended. `failed`: the renderer ended with a code other than 0. `crashed`: a signal
 * ended it. `could-not-start`: it never ran. `machine-lost`: its machine fell silent or restarted.
 * `timed-out`: it took longer than renders may. `message` is for people, in one line.
 */
export type AttemptOutcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly exitCode: number; readonly message: string }
  | { readonly kind: 'crashed'; readonly signal: string; readonly message: string }
  | { readonly kind: 'could-not-start'; readonly message: string }
  | { readonly kind: 'machine-lost'; readonly message: string }
  | { readonly kind: 'timed-out'; readonly message: string }
  | { readonly kind: 'canceled' };

export type AttemptOutcomeKind = AttemptOutcome['kind'];

/** What happened, as one sentence without a full stop: "the renderer ended with exit code 1: out of memory". */
export function describeOutcome(outcome: AttemptOutcome): string {
  switch (outcome.kind) {
    case 'succeeded':
      return say('attempt-succeeded');
    case 'failed':
      return describeFailed(outcome);
    case 'crashed':
      return withMessage(say('ended-by-signal', { signal: outcome.signal }), outcome.message);
    case 'could-not-start':
      return withMessage(say('not-started'), outcome.message);
    case 'machine-lost':
      return withMessage(say('machine-lost'), outcome.message);
    case 'timed-out':
      return withMessage(say('took-too-long'), outcome.message);
    case 'canceled':
      return say('attempt-canceled');
  }
}

/** 0 and 1 tell nothing that the message does not; a session has no code of its own for one frame. */
function describeFailed({ exitCode, message }: Extract<AttemptOutcome, { kind: 'failed' }>): string {
  const what = say('exit-code', { exitCode });
  return message !== '' && exitCode <= 1 && exitCode >= 0 ? withoutStop(message) : withMessage(what, message);
}

/** The message may say it already: then it is not said twice. */
function withMessage(what: string, message: string): string {
  if (message === '') return what;
  return message.startsWith(what) ? withoutStop(message) : `${what}: ${withoutStop(message)}`;
}

function withoutStop(message: string): string {
  return message.replace(/(?<!\.)\.$/, '');
}
