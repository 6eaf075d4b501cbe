import type { Readable } from 'node:stream';
import type { SmallContent } from './small-content.ts';

/**
 * Bytes by their SHA-256, wherever they lie. Hashes are 64 hexadecimal digits in lower case; anything else is a
 * content that is not there. What is stored under a hash is whole, has that hash, and never changes.
 */
export interface ContentStore {
  /** For people: the folder, or bucket and prefix. */
  readonly description: string;
  /** In bytes, undefined when it is not there, or is found to have other bytes by now: then it is put aside. */
  sizeOf(sha256: string): Promise<number | undefined>;
  /**
   * Streams a content, or bytes `start` to `end` of it, both included; an end beyond its own is its own. Read the
   * stream to its end or destroy it.
   *
   * @returns the size of the whole content in bytes, and the stream
   * @throws `content-not-found`; `content-damaged` once, when it is found to have other bytes by now and put aside;
   *   `range-not-satisfiable`
   */
  open(sha256: string, range?: ByteRange): Promise<{ readonly size: number; readonly stream: Readable }>;
  /**
   * Reads a content of which somebody got other bytes, to see who is right.
   *
   * @throws `content-damaged` when its bytes are not what they were; then it is not there any more. `content-not-found`
   */
  doubt(sha256: string): Promise<void>;
  /**
   * Takes a stream to its end, hashed on the way on another thread, in constant memory. It is not there for anyone
   * until it is whole and safe from a power cut. Storing what is there already is harmless, at the same time too.
   * After a failure nothing of it is left, and the source is destroyed.
   *
   * @throws `content-corrupted` when hash or size are not those announced, `upload-too-large`, `disk-full`,
   *   `upload-timed-out` when the source stands still, the signal's reason, what the source threw when that was a
   *   DomainError, else `upload-incomplete`
   */
  put(input: NewContent): Promise<StoredContent>;
  /**
   * Takes contents that are in memory, a few at a time as they come, with few waits for the disk. Resolves when all of
   * them are there and safe from a power cut; after a failure some may be there.
   *
   * @throws `content-corrupted`, `disk-full`, what the source threw
   */
  putSmall(contents: AsyncIterable<SmallContent>): Promise<void>;
  /**
   * Takes a local file over; it is gone afterwards, also where the content is there already. The caller has checked
   * its hash and its size.
   */
  adopt(input: StoredContent & { readonly path: string }): Promise<void>;
  /**
   * @param only when it was stored before that, in ms since 1970: not when it has come anew
   * @returns whether it was there, and is not any more
   */
  remove(sha256: string, only?: { readonly storedBeforeMs: number }): Promise<boolean>;
  /** Everything that is there, in no order; what comes or goes meanwhile may be in it or not. */
  list(): AsyncIterable<ListedContent>;
  /**
   * Where the file of it lies on this computer, whether it is there or not; undefined when the store is elsewhere.
   * For reading, after `sizeOf` has found it there. Nobody may write to it, and nothing may link to it: a program that
   * writes through the link would change the content of everybody.
   */
  localPath(sha256: string): string | undefined;
  /**
   * Removes what interrupted writes left, when nothing was added to it for `olderThanMs` (in object storage: when it
   * was begun longer ago than that, for nothing else can be known of it). What this program is
   * writing stays.
   *
   * @returns how many were removed
   */
  sweep(input: { readonly olderThanMs: number }): Promise<number>;
}

export interface ByteRange {
  /** First byte, counted from 0. */
  readonly start: number;
  /** Last byte, included. */
  readonly end: number;
}

export interface StoredContent {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface NewContent {
  readonly source: Readable;
  /** What the sender says that the hash is. */
  readonly sha256?: string | undefined;
  /** What the sender says that the size is, in bytes. */
  readonly size?: number | undefined;
  /** More is refused. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ListedContent extends StoredContent {
  /** When it was stored last, in ms since 1970. */
  readonly modifiedAtMs: number;
}
