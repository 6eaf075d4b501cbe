/** A machine could not join a farm. The message says why and what to do; `code` is for programs. */
export class JoinFailure extends Error {
  /** Ours, or RenderAPI's own (docs/errors.md). */
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'JoinFailure';
    this.code = code;
  }
}
