import { LeaseEvent, linkLimits } from '@renderonline/contract/link';
import { pathOfFault } from '@renderonline/schema';

/**
 * The event with its texts cut to what the link takes: of messages the beginning stays, of logs the end.
 *
 * @throws Error when it is none of the contract's: a bug of whoever said it, to be found where it was said and
 *   not in an outbox that RenderAPI refuses for ever
 */
export function fitEvent(event: LeaseEvent): LeaseEvent {
  const fitted = fit(event);
  const where = pathOfFault(LeaseEvent, fitted);
  if (where === undefined) return fitted;
  throw new Error(`an event of kind ${event.kind} is not as the link takes it at ${where}`);
}

function fit(event: LeaseEvent): LeaseEvent {
  switch (event.kind) {
    case 'ended': {
      const { outcome } = event;
      return {
        ...event,
        message: text(event.message),
        logTail: event.logTail.slice(-linkLimits.logTailLength),
        outcome: 'message' in outcome ? { ...outcome, message: text(outcome.message) } : outcome,
      };
    }
    case 'frame-done':
      return { ...event, warnings: event.warnings.slice(0, linkLimits.warnings).map(text) };
    case 'declined':
      return { ...event, reason: text(event.reason) };
    case 'findings':
      return {
        ...event,
        findings: event.findings
          .slice(0, linkLimits.findings)
          .map((finding) => ({ ...finding, message: text(finding.message) })),
      };
    case 'started':
    case 'frame-started':
    case 'session-opened':
    case 'session-closed':
      return event;
  }
}

function text(value: string): string {
  return value.slice(0, linkLimits.textLength);
}
