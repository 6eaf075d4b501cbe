/** Remembers uploads that broke off, from one run of a program, or one visit to a page, to the next. */
export interface UploadMemory {
  /** The address at which an upload of this content was begun. */
  find(sha256: string): string | undefined;
  keep(sha256: string, address: string): void;
  forget(sha256: string): void;
}
