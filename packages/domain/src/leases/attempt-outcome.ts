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
      return 'the render succeeded';
    case 'failed':
      return withMessage(`the renderer ended with exit code ${outcome.exitCode}`, outcome.message);
    case 'crashed':
      return withMessage(`the renderer was ended by ${outcome.signal}`, outcome.message);
    case 'could-not-start':
      return withMessage('the renderer could not be started', outcome.message);
    case 'machine-lost':
      return withMessage('the machine was lost', outcome.message);
    case 'timed-out':
      return withMessage('the render took too long', outcome.message);
    case 'canceled':
      return 'the render was canceled';
  }
}

function withMessage(what: string, message: string): string {
  return message === '' ? what : `${what}: ${message}`;
}
