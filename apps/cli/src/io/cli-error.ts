import type { ExitCode } from './exit-code.ts';

export interface CliErrorOptions {
  /** What the person can do about it. */
  readonly next?: string;
  readonly cause?: unknown;
}

/** A command cannot go on: the message says what happened, `next` what to do, `exitCode` what scripts see. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly next: string | undefined;

  constructor(exitCode: ExitCode, code: string, message: string, { next, cause }: CliErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.code = code;
    this.next = next;
  }
}
