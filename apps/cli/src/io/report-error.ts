import { ApiError } from '@renderonline/client';
import { DomainError, errorCatalogue, type ErrorCode, type ErrorKind } from '@renderonline/domain';
import { cleanText } from '../terminal/clean-text.ts';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { connectionAdvice } from './connection-advice.ts';
import { exitCodes, type ExitCode } from './exit-code.ts';
import { fileAdvice } from './file-advice.ts';

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

/** The v1 endpoints send no code, but words that are frozen. */
const v1Codes: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^Task with identifier \d+ not found/, 'task-not-found'],
  [/^Task with identifier \d+ is not in the queue/, 'task-not-queued'],
  [/^Queue limit \d+ reached/, 'queue-limit-reached'],
  [/^Engine with identifier .* not found/, 'engine-not-found'],
  [/^Argument type identifier .* must be present/, 'argument-type-unknown'],
  [/^Value [\s\S]* must be of type/, 'argument-value-invalid'],
];

/** Sorts whatever was thrown. */
export async function reportOf(error: unknown): Promise<ErrorReport> {
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
  const { errorInOneLine } = await import('@renderonline/runtime');
  const code =
    error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? 'unforeseen') : 'unforeseen';
  const told = fileAdvice(error) ?? { message: errorInOneLine(error), whatToDo: null };
  return { exitCode: ofCode[code] ?? exitCodes.failed, code, ...told };
}

function known(code: ErrorCode, message: string): ErrorReport {
  const { kind, whatToDo } = errorCatalogue[code];
  const isSaid = message.includes(whatToDo);
  return { exitCode: ofCode[code] ?? ofKind[kind], code, message, whatToDo: isSaid ? null : whatToDo };
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}

// The catalogue speaks to those who write a client; here the client is ours.
const refusedCredentials = {
  message: 'RenderAPI does not accept this e-mail and token.',
  whatToDo:
    'Sign in again with `renderonline login`. On the farm, `renderonline user set E-MAIL --new-token` makes a new ' +
    'token, and `--active yes` lets somebody in who was locked out.',
};

function ofApi(error: ApiError): ErrorReport {
  const { status, code, message } = error;
  if (code === 'unauthorized') return { exitCode: exitCodes.credentials, code, ...refusedCredentials };
  if (isErrorCode(code)) return known(code, message);
  if (status === 0) {
    const { reason, whatToDo } = connectionAdvice(error);
    const told =
      reason === undefined ? message : message.replace(/(does not answer): .*$/s, `$1: ${reason}.`);
    return { exitCode: exitCodes.unreachable, code: 'api-unreachable', message: told, whatToDo };
  }
  const v1Code = v1Codes.find(([pattern]) => pattern.test(message))?.[1];
  if (v1Code !== undefined) return known(v1Code, message);
  const byStatus: Readonly<Partial<Record<number, ExitCode>>> = {
    400: exitCodes.usage,
    401: exitCodes.credentials,
    403: exitCodes.refused,
    404: exitCodes.notFound,
    409: exitCodes.refused,
    413: exitCodes.refused,
    503: exitCodes.unreachable,
    507: exitCodes.disk,
  };
  return { exitCode: byStatus[status] ?? exitCodes.failed, code, message, whatToDo: null };
}

/** Tells the error on standard error: in two lines for people, as one JSON object with `--json`. */
export async function reportError(io: CliIo, error: unknown, json: boolean): Promise<ExitCode> {
  const report = await reportOf(error);
  if (json) {
    io.stderr.write(`${JSON.stringify({ error: report })}\n`);
    return report.exitCode;
  }
  io.stderr.write(`error: ${cleanText(report.message)}\n`);
  if (report.whatToDo !== null) io.stderr.write(`${cleanText(report.whatToDo)}\n`);
  return report.exitCode;
}
