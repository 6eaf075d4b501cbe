import type { ErrorKind } from './catalogue/entry.ts';
import { errorCatalogue } from './error-catalogue.ts';
import type { ErrorCode } from './error-catalogue.ts';

/** Facts about one error, for logs and for programs. Never a secret: these are shown to the caller. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * An error that was foreseen. `message` is for people and complete by itself; `code` is for programs;
 * `kind` decides the HTTP status. The v1 endpoints answer with `message` as it is, so for their
 * refusals it is the exact text that 1.x used.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DomainError';
    this.code = code;
    this.kind = errorCatalogue[code].kind;
    this.details = details;
  }
}

/** Makes a DomainError; its kind comes from the catalogue. Throw what it returns. */
export function domainError(
  code: ErrorCode,
  message: string,
  details?: ErrorDetails,
  cause?: unknown,
): DomainError {
  return new DomainError(code, message, details, cause);
}

/** Whether something caught is a DomainError, and, when a code is given, of that code. */
export function isDomainError(thrown: unknown, code?: ErrorCode): thrown is DomainError {
  return thrown instanceof DomainError && (code === undefined || thrown.code === code);
}
