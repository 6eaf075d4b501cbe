import type { ErrorDetailsView } from '@renderonline/contract';

/** A refusal by RenderAPI, or an answer that is none of its own. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 when there was no answer at all. */
  readonly status: number;
  /** A code of docs/errors.md, or `http-<status>` where the server sends none (v1 endpoints). */
  readonly code: string;
  /** What the message names, for those who say it in other words. */
  readonly details: ErrorDetailsView;

  constructor(
    status: number,
    code: string,
    message: string,
    { cause, details = {} }: { readonly cause?: unknown; readonly details?: ErrorDetailsView } = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** What the v1 endpoints and problem+json have in their bodies when they refuse. */
interface RefusalBody {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly details?: unknown;
  readonly ErrorMessage?: unknown;
}

/** Longer answers are some proxy's page, not a refusal. */
const maxMessageLength = 2000;

/**
 * The error that an answer stands for.
 *
 * @param body the answer's text, JSON or not
 */
export function errorOfAnswer(status: number, body: string): ApiError {
  const { code, detail, details, ErrorMessage } = parseRefusal(body);
  const told = [detail, ErrorMessage].find((text): text is string => typeof text === 'string' && text !== '');
  const message = told ?? defaultMessage(status, body);
  return new ApiError(status, codeOf(status, code), message.slice(0, maxMessageLength), {
    details: readDetails(details),
  });
}

/** No answer: the address is wrong, nothing listens there, the certificate is not trusted, … */
export function errorOfFailure(address: string, failure: unknown): ApiError {
  const cause = failure instanceof Error && failure.cause !== undefined ? failure.cause : failure;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ApiError(
    0,
    'unreachable',
    `RenderAPI at ${address} does not answer: ${reason || 'the connection failed'}.`,
    { cause: failure },
  );
}

/** What of it can be said in a sentence. */
function readDetails(details: unknown): ErrorDetailsView {
  if (typeof details !== 'object' || details === null) return {};
  return Object.fromEntries(
    Object.entries(details).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

function codeOf(status: number, code: unknown): string {
  if (typeof code === 'string') return code;
  return status === 401 ? 'unauthorized' : `http-${status}`;
}

function defaultMessage(status: number, body: string): string {
  if (status === 401) return 'RenderAPI refused these credentials.';
  const text = body.trim();
  return text === '' || text.startsWith('<') ? `The server answered with status ${status}.` : text;
}

function parseRefusal(body: string): RefusalBody {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** Whether RenderAPI has said no: asking again changes nothing. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}
