import { Readable } from 'node:stream';
import { RandomAccessReader, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import type { ArchiveBytes } from './archive-bytes.ts';

/** Read ahead of the small pieces that yauzl asks for. */
const windowBytes = 256 * 1024;

/**
 * Opens the central directory of an archive. Names are left as bytes.
 *
 * @throws Error of yauzl when there is none
 */
export function openDirectory(archive: ArchiveBytes): Promise<ZipFile> {
  return fromRandomAccessReaderPromise(new WindowReader(archive), archive.size, {
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: false,
  });
}

/** yauzl wants a class. It reads the directory two small pieces an entry; from memory that costs nothing. */
class WindowReader extends RandomAccessReader {
  readonly #archive: ArchiveBytes;
  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;

  constructor(archive: ArchiveBytes) {
    super();
    this.#archive = archive;
  }

  override read(
    into: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#pieceAt(position, length).then(
      (piece) => {
        piece.copy(into, offset);
        callback(piece.length < length ? new Error('unexpected end') : null);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error('Reading failed', { cause: error }));
      },
    );
  }

  /** Asked for by yauzl only to read files, which is not its task here. */
  override _readStreamForRange(): Readable {
    return Readable.from([]);
  }

  async #pieceAt(position: number, length: number): Promise<Buffer> {
    const isInWindow =
      position >= this.#windowStart && position + length <= this.#windowStart + this.#window.length;
    if (!isInWindow) {
      this.#window = await this.#archive.read(position, Math.max(length, windowBytes));
      this.#windowStart = position;
    }
    const start = position - this.#windowStart;
    return this.#window.subarray(start, start + length);
  }
}
