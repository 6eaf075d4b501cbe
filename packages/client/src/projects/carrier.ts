/** A file of a project, before its content is known. */
export interface SizedFile {
  /** Within the project, with `/`. */
  readonly path: string;
  readonly size: number;
}

export type Hashed<File> = File & { readonly sha256: string };

/** How files are hashed and sent where we are: in Node or in a page. */
export interface Carrier<File extends SizedFile> {
  /** How many requests may bring files at once. */
  readonly atOnce: number;
  /**
   * @param onHashed called for each file when it is done, in no order
   * @throws the system's error when a file cannot be read; the signal's reason
   */
  hash(
    files: readonly File[],
    onHashed: (file: Hashed<File>) => void,
    signal: AbortSignal | undefined,
  ): Promise<void>;
  /** @returns how many bytes were sent: none of what RenderAPI had already */
  sendOne(
    file: Hashed<File>,
    options: { readonly asksFirst: boolean; readonly signal: AbortSignal },
    onSent: (bytes: number) => void,
  ): Promise<number>;
  /** @returns how many bytes were sent with one request; undefined when they have to be sent one by one */
  sendTogether(files: readonly Hashed<File>[], signal: AbortSignal): Promise<number | undefined>;
  /** Ends what it keeps open. */
  close(): void;
}
