/** RenderAPI answered, and will not: asking again the same way would not help. */
export class LinkRefusal extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** Of docs/errors.md; null when the answer had none. */
  readonly code: string | null;

  constructor(status: number, code: string | null, message: string) {
    super(message);
    this.name = 'LinkRefusal';
    this.status = status;
    this.code = code;
  }
}
