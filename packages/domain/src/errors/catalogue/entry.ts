/** What sort of trouble an error is. One file of each program maps the kind to an HTTP status or an exit code. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'quota'
  | 'too-large'
  | 'unavailable'
  | 'insufficient-storage'
  | 'internal';

/** One line of the catalogue, and of docs/errors.md. */
export interface CatalogueEntry {
  readonly kind: ErrorKind;
  /** What happened, in one sentence. */
  readonly summary: string;
  /** What the person who reads it can do about it. */
  readonly whatToDo: string;
}
