import { ApiError } from '@renderonline/client';
import { DomainError, errorCatalogue, type ErrorCode, type ErrorKind } from '@renderonline/domain';
import { errorInOneLine } from '@renderonline/runtime';
import { cleanText } from '../terminal/clean-text.ts';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { exitCodes, type ExitCode } from './exit-code.ts';

/** An error as a person or a script sees it. */
export interface ErrorReport {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly whatToDo: string | null;
}

const ofKind: Record<ErrorKind, ExitCode> = {
  invalid: exitCodes.usage,
  unauthenticated: exitCodes.credentials,
  forbidden: exitCodes.credentials,
  'not-found': exitCodes.notFound,
  conflict: exitCodes.refused,
  quota: exitCodes.refused,
  'too-large': exitCodes.refused,
  unavailable: exitCodes.unreachable,
  'insufficient-storage': exitCodes.disk,
  internal: exitCodes.failed,
};

const ofCode: Readonly<Partial<Record<string, ExitCode>>> = {
  'port-taken': exitCodes.portTaken,
  'folder-not-writable': exitCodes.disk,
  'engine-program-missing': exitCodes.rendererMissing,
  'executable-not-found': exitCodes.rendererMissing,
  EADDRINUSE: exitCodes.portTaken,
  ENOSPC: exitCodes.disk,
  EDQUOT: exitCodes.disk,
  EROFS: exitCodes.disk,
  EACCES: exitCodes.disk,
  EPERM: exitCodes.disk,
  ENOENT: exitCodes.notFound,
  ECONNREFUSED: exitCodes.unreachable,
  ECONNRESET: exitCodes.unreachable,
  ENOTFOUND: exitCodes.unreachable,
  ETIMEDOUT: exitCodes.unreachable,
};

/** Sorts whatever was thrown. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof CliError) {
    return {
      exitCode: error.exitCode,
      code: error.code,
      message: error.message,
      whatToDo: error.next ?? null,
    };
  }
  if (error instanceof DomainError) return known(error.code, error.message);
  if (error instanceof ApiError) return ofApi(error);
  const code =
    error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? 'unforeseen') : 'unforeseen';
  return { exitCode: ofCode[code] ?? exitCodes.failed, code, message: errorInOneLine(error), whatToDo: null };
}

function known(code: ErrorCode, message: string): ErrorReport {
  const { kind, whatToDo } = errorCatalogue[code];
  const isSaid = message.includes(whatToDo);
  return { exitCode: ofCode[code] ?? ofKind[kind], code, message, whatToDo: isSaid ? null : whatToDo };
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}

function ofApi(error: ApiError): ErrorReport {
  if (isErrorCode(error.code)) return known(error.code, error.message);
  const byStatus: Readonly<Partial<Record<number, ExitCode>>> = {
    401: exitCodes.credentials,
    403: exitCodes.refused,
    404: exitCodes.notFound,
    409: exitCodes.refused,
    413: exitCodes.refused,
    503: exitCodes.unreachable,
    507: exitCodes.disk,
  };
  const exitCode = byStatus[error.status] ?? (error.status === 400 ? exitCodes.usage : exitCodes.failed);
  return { exitCode, code: error.code, message: error.message, whatToDo: null };
}

/** Tells the error on standard error: in two lines for people, as one JSON object with `--json`. */
export function reportError(io: CliIo, error: unknown, json: boolean): ExitCode {
  const report = reportOf(error);
  if (json) {
    io.stderr.write(`${JSON.stringify({ error: report })}\n`);
    return report.exitCode;
  }
  io.stderr.write(`error: ${cleanText(report.message)}\n`);
  if (report.whatToDo !== null) io.stderr.write(`${cleanText(report.whatToDo)}\n`);
  return report.exitCode;
}
