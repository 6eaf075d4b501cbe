import {
  DomainError,
  errorCatalogue,
  type ErrorCode,
  type ErrorDetails,
  type ErrorKind,
} from '@renderonline/domain';

/** An error as any of the APIs tells it. */
export interface Failure {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly summary: string;
  readonly whatToDo: string;
  /** What `message` names. */
  readonly details: ErrorDetails;
}

const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  quota: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  internal: 500,
  unavailable: 503,
  'insufficient-storage': 507,
};

// Where HTTP knows better than the kind.
const statusOfCode: Partial<Record<ErrorCode, number>> = {
  'upload-timed-out': 408,
  'request-timed-out': 408,
  'range-not-satisfiable': 416,
  'link-version-unknown': 426,
  'too-many-tries': 429,
  'tus-version-unknown': 412,
  'upload-locked': 423,
  'idempotency-key-reused': 422,
};

/** The HTTP status of a failure on the v2 endpoints. */
export function statusOf(failure: Failure): number {
  return statusOfCode[failure.code] ?? statusOfKind[failure.kind];
}

/** The HTTP status on the v1 endpoints: 1.x answered 400 where nothing was found or the state forbade it. */
export function statusOfV1(failure: Failure): number {
  return failure.kind === 'not-found' || failure.kind === 'conflict' ? 400 : statusOf(failure);
}

/**
 * What to tell about anything thrown while answering a request. Of errors that nobody foresaw only the
 * request's id is told; the log has the rest.
 */
export function failureOf(error: unknown, requestId: string): Failure {
  if (error instanceof DomainError) return failureOfCode(error.code, error.message, error.details);
  const { statusCode, message } = error as { statusCode?: unknown; message?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    // Fastify's own refusals: their messages are about the request and safe to show.
    return failureOfCode(statusCode === 413 ? 'request-too-large' : 'request-invalid', String(message));
  }
  return failureOfCode('internal-error', `Something went wrong inside RenderAPI (request ${requestId}).`);
}

function failureOfCode(code: ErrorCode, message: string, details: ErrorDetails = {}): Failure {
  const { kind, summary, whatToDo } = errorCatalogue[code];
  return { code, kind, message, summary, whatToDo, details };
}
