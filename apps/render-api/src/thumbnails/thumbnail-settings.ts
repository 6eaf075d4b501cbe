/** How thumbnails are made. Times are milliseconds. */
export interface ThumbnailSettings {
  /** Processes that decode images at once. */
  readonly concurrency: number;
  /** How long an image waits for its turn. */
  readonly waitMs: number;
  /** What a process may take. Bytes. */
  readonly memoryBytes: number;
  /** How long one image may take. */
  readonly timeoutMs: number;
}
